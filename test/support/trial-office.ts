import { isoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { compileRules } from '../../domain/rules/index.ts';
import { runTrial } from '../../cli/simulate/run-trial.ts';
import { aFiling, aLine, identityNumber } from './api-office.ts';
import { openMoneyOffice, type MoneyOffice } from './money-office.ts';

/** What a draft would change of what was decided in a period. */
export function triedOn(
  { db, deps, keys }: Pick<MoneyOffice, 'db' | 'deps' | 'keys'>,
  pack: RegionPack,
  from = '2020-10-01',
  to = '2020-12-31',
) {
  const draft = { pack, rules: compileRules(pack) };
  const order = { draft, packs: deps.packs, decrypt: keys.decrypt };
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx) => runTrial(tx, { ...order, from: isoDate(from), to: isoDate(to) }));
}

export type TrialOffice = Awaited<ReturnType<typeof openTrialOffice>>;

/** 以工代训 claims of 2020 decided one after the other, for drafts to be tried on. */
export async function openTrialOffice(options: Parameters<typeof openMoneyOffice>[0] = {}) {
  const office = await openMoneyOffice(options);
  const { claimant } = office;
  await office.raise('8000.00');

  const worker = (identity = identityNumber(), months = 6) =>
    aLine({
      identityNumber: identity,
      attributes: ['enterprise-employee'],
      certificate: undefined,
      startedOn: '2020-03-01',
      endedOn: '2020-08-31',
      months,
    });

  async function screened(lines: object[]): Promise<string> {
    const change = { scheme: 'on-the-job', occurredOn: '2020-09-07', lines };
    const filing = aFiling(claimant, change);
    const { status, body } = await office.post(claimant.agent, '/v1/claims', filing);
    if (status !== 201) throw new Error(`not filed: ${JSON.stringify(body)}`);
    await office.screen(filing.claimId);
    return filing.claimId;
  }

  async function accepted(lines: object[]): Promise<string> {
    const claimId = await screened(lines);
    await office.decide(office.acceptor, claimId, 'accept', '2020-09-08');
    return claimId;
  }

  async function approve(claimId: string, on: string): Promise<void> {
    await office.decide(office.reviewer, claimId, 'approve', '2020-09-11');
    await office.steps.endNotice(claimId);
    await office.decide(office.finance, claimId, 'approve', on);
  }

  const approved = async (lines: object[], on = '2020-10-12'): Promise<string> => {
    const claimId = await accepted(lines);
    await approve(claimId, on);
    return claimId;
  };

  const tried = (change: (pack: RegionPack) => RegionPack, from?: string, to?: string) =>
    triedOn(office, change(office.pack), from, to);

  return { ...office, worker, screened, accepted, approve, approved, tried };
}

/** A pack whose 以工代训 pays another sum a month. */
export function monthlyRate(text: string): (pack: RegionPack) => RegionPack {
  const formula = { perUnit: { of: 'months', amount: { amount: yuan(text) }, atMost: '6' } };
  const rated = (it: RegionPack['rates'][number]) =>
    it.scheme === 'on-the-job' ? { ...it, formula } : it;
  return (pack) => ({ ...pack, rates: pack.rates.map(rated) });
}

/** A pack whose 以工代训 pays another number of months in a life. */
export const monthsInLife =
  (atMost: string) =>
  (pack: RegionPack): RegionPack => ({
    ...pack,
    limits: (pack.limits ?? []).map((it) =>
      it.code === 'six-months-each' ? { ...it, atMost } : it,
    ),
  });

/** A pack whose 以工代训 is paid from another fund. */
export const paidFrom =
  (fund: string) =>
  (pack: RegionPack): RegionPack => ({
    ...pack,
    routing: { ...pack.routing, rules: [{ schemes: ['on-the-job'], fund }, ...pack.routing.rules] },
  });

/** A pack whose 以工代训 is paid to the trainees themselves. */
export const paidToPersons = (pack: RegionPack): RegionPack => ({
  ...pack,
  schemes: pack.schemes.map((it) =>
    it.code === 'on-the-job'
      ? { ...it, components: it.components.map((part) => ({ ...part, payee: 'person' as const })) }
      : it,
  ),
});

/** A pack that leaves 以工代训 of so many months to a person. */
export const askingFor =
  (months: string) =>
  (pack: RegionPack): RegionPack => ({
    ...pack,
    requirements: [
      ...(pack.requirements ?? []),
      {
        code: 'asked',
        name: '须由人认定',
        schemes: ['on-the-job'],
        if: { months: [months] },
        require: { certified: ['true'] },
        otherwise: 'question',
        document: '示例',
        clause: '一',
      },
    ],
  });
