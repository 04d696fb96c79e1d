import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { Database } from '../db/connect.ts';
import { fileClaim, type NewLine } from '../db/claim-filing.ts';
import { identityKeys } from '../db/identity.ts';
import { newId } from '../db/ids.ts';
import { raiseFund } from '../db/ledger.ts';
import { openAccount } from '../db/organisation.ts';
import { installPack, packVersion } from '../db/pack.ts';
import { isoDate } from '../domain/days.ts';
import { yuan } from '../domain/money.ts';
import { loadRegionPack } from '../gateways/region-pack.ts';

/** Past days, so that nothing waits. */
export const days = {
  filed: isoDate('2020-06-01'),
  accepted: isoDate('2020-06-02'),
  reviewed: isoDate('2020-06-03'),
  financed: isoDate('2020-06-22'),
  paid: isoDate('2020-06-29'),
};
export const fund = 'skills-ledger';
const duties = ['submitter', 'acceptance', 'review', 'finance', 'release'] as const;

export type Office = Awaited<ReturnType<typeof openOffice>>;

/** Ningxia's units with money, somebody for every duty, and a firm at each unit that pays. */
export async function openOffice(db: Database) {
  const keys = identityKeys(randomBytes(32));
  const pack = await loadRegionPack(fileURLToPath(new URL('../regions/ningxia', import.meta.url)));
  const people = Object.fromEntries(duties.map((duty) => [duty, String(newId())]));
  const personOf = (duty: (typeof duties)[number]): string => people[duty] ?? '';
  const payers = pack.units.filter((it) => it.payingUnit).map((it) => it.code);
  const firms = await db.transaction().execute(async (tx) => {
    await installPack(tx, pack, { simulated: true, installedOn: days.filed });
    for (const duty of duties) {
      await sql`insert into person (id, name) values (${personOf(duty)}, ${duty})`.execute(tx);
    }
    const made = [];
    for (const unit of payers) {
      const organisationId = newId();
      await sql`insert into organisation (id, kind, name, unit_code)
        values (${organisationId}, 'enterprise', 'bench', ${unit})`.execute(tx);
      const number = `62${unit}0001`;
      const account = { id: newId(), organisationId, holder: 'bench', number, confirmed: true };
      const accountId = await openAccount(tx, keys, account);
      const amount = yuan('100000000.00');
      await raiseFund(tx, { id: newId(), fund, unit, amount, on: days.filed });
      made.push({ unit, organisationId, accountId });
    }
    return made;
  });
  let filed = 0;
  return {
    decrypt: keys.decrypt,
    personOf,
    /** Files a claim of one line, at each unit in turn. */
    async file({ certified }: { certified: boolean }): Promise<string> {
      filed += 1;
      const firm = firms[filed % firms.length];
      if (!firm) throw new Error('no unit pays');
      const id = newId();
      const claim = {
        id,
        scheme: certified ? 'skill-level' : 'on-the-job',
        ...firm,
        submittedBy: personOf('submitter'),
        packVersion: packVersion(pack),
        occurredOn: days.filed,
        facts: {},
        materials: [],
        lines: [lineOf(filed, certified)],
      };
      await db.transaction().execute((tx) => fileClaim(tx, keys, claim));
      return id;
    },
  };
}

function lineOf(at: number, certified: boolean): NewLine {
  const number = String(at).padStart(8, '0');
  return {
    lineNo: 1,
    name: 'bench',
    identityNumber: number,
    attributes: [],
    group: 'enterprise-employees',
    occupation: certified ? 'welder' : null,
    course: null,
    level: certified ? '5' : null,
    certificateKind: certified ? 'skill-level' : null,
    certificateNo: certified ? number : null,
    certificateKey: certified ? number : null,
    certificateShown: certified ? number : null,
    lookUpSource: certified ? 'registry' : null,
    claimed: yuan('0.00'),
    startedOn: isoDate('2020-03-01'),
    endedOn: isoDate('2020-05-31'),
    months: certified ? null : 3,
    hours: certified ? 40 : null,
    feePaid: null,
    facts: {},
    account: null,
  };
}
