import { sql } from 'kysely';
import { createActivities, type Dependencies } from '../../activities/index.ts';
import { addDays, instant, shanghaiDay, type Instant } from '../../domain/days.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import {
  httpCertificateRegistry,
  type CertificateRegistry,
} from '../../gateways/certificate-registry.ts';
import { lookUpSources } from '../../gateways/look-up-source.ts';
import { takeAnswers } from '../../activities/look-ups/take-answers.ts';
import { aLine, identityNumber, region, today } from './api-office.ts';
import { openClaimOffice } from './claim-office.ts';
import { postJson, startSimulators } from './start-simulators.ts';

export type LookUpOffice = Awaited<ReturnType<typeof openLookUpOffice>>;
type Sources = NonNullable<RegionPack['certificateSources']>;

/** A claim office whose pack looks certificates up as told, in the real simulators, on any day. */
export async function openLookUpOffice(certificateSources: Sources) {
  const office = await openClaimOffice();
  await sql`update pack_version set content = jsonb_set(content, '{certificateSources}',
    ${JSON.stringify(certificateSources)}::jsonb)`.execute(office.db);
  const simulators = await startSimulators();
  const operator = await office.officer('operator', region);
  let now = instant(`${today}T02:00:00.000Z`);
  const clock = { today: () => shanghaiDay(now), now: () => now };
  const real = httpCertificateRegistry({ url: simulators.registry, timeoutMs: 5_000 });
  /** The simulator goes by the machine's clock; here its answers are of the test's day. */
  const registry: CertificateRegistry = {
    look: async (queries) =>
      (await real.look(queries)).map((answer) => ({ ...answer, checkedAt: now })),
  };
  const folder = new URL(`file://${simulators.state}/exchange`).href;
  const sources = lookUpSources(new Map([['exchange', folder]]), { timeoutMs: 5_000 });
  const deps: Dependencies = { ...office.deps, clock, registry, sources };
  const { verify, claims: steps } = createActivities(deps);
  const exchange = sources.get('exchange');
  if (exchange?.by !== 'exchange') throw new Error('no exchange');

  /** What the claim's workflow does until nothing is due: asks, and steps. */
  async function look(claimId: string, step: 'assessClaim' | 'reserveClaim' = 'assessClaim') {
    let standing = await steps[step](claimId);
    for (let asked = 0; standing.asks !== undefined && asked < 9; asked += 1) {
      await verify.lookUp({ claimId, source: standing.asks });
      standing = await steps[step](claimId);
    }
    return standing;
  }

  return {
    ...office,
    simulators,
    deps,
    claims: steps,
    operator,
    look,
    takeAnswers: () => takeAnswers(deps, 'exchange', exchange.exchange),
    /** From here on it is this instant, or so many days later. */
    comes(to: Instant | number): void {
      now = typeof to === 'string' ? to : instant(laterBy(now, to));
    },
    lines: (claimId: string) => linesOf(office.db, claimId),
    async lookUps(): Promise<Record<string, unknown>[]> {
      const { body } = await office.get(operator, '/v1/look-ups');
      return Array.isArray(body['waiting']) ? body['waiting'] : [];
    },
    register: (certificates: readonly object[]) =>
      postJson(`${simulators.registry}/certificates`, { certificates }),
    async close() {
      await simulators.stop();
      await office.close();
    },
  };
}

const laterBy = (now: Instant, days: number): string =>
  `${addDays(shanghaiDay(now), days)}${now.slice(10)}`;

async function linesOf(db: Dependencies['db'], claimId: string) {
  const { rows } = await sql<{ state: string; results: string[]; held: boolean }>`
    select l.certificate_state as state, l.held, coalesce((select array_agg(k.result order by round)
      from certificate_check k where k.claim_id = l.claim_id and k.roster = l.roster
        and k.line_no = l.line_no), '{}') as results
    from claim_line l where l.claim_id = ${claimId} order by l.line_no`.execute(db);
  return rows;
}

let serial = 0;

/** A welder's line with a certificate of a kind, and what a registry would know of it. */
export function aCertifiedLine(kind = 'skill-level') {
  serial += 1;
  const identity = identityNumber();
  const number =
    kind === 'special-operation'
      ? `T${identity}`
      : `S000064010001255${String(serial).padStart(6, '0')}`;
  const own = kind === 'special-operation' ? {} : { occupation: 'welder', level: '5', hours: 40 };
  const record = { kind, number, identityNumber: identity, issuedOn: '2025-11-28' };
  return {
    line: aLine({ identityNumber: identity, certificate: { kind, number }, ...own }),
    record: kind === 'special-operation' ? record : { ...record, occupation: 'welder', level: '5' },
  };
}
