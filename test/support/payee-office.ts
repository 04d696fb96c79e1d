import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { raiseFund } from '../../db/ledger.ts';
import { isoDate, type IsoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import type { Bank } from '../../gateways/bank.ts';
import { aFiling, aLine, county, type Answer, type Person } from './api-office.ts';
import { statementsOf } from './counted-statements.ts';
import { fund, openPaymentOffice, otherFund } from './payment-office.ts';

export type PayeeOffice = Awaited<ReturnType<typeof openPayeeOffice>>;

const backdate: [string, string] = ['2025-12-01', '2026-03-10'];
export const paidOn = isoDate('2026-02-02');

/**
 * Ningxia's pack, but 培训合格证书 has a living cost besides: 300 yuan to the trainee, out of
 * another fund; nothing for graduates. Veterans get the fee themselves too.
 */
export function withLivingCost(pack: RegionPack): RegionPack {
  const scheme = 'training-pass';
  const component = 'living';
  return {
    ...pack,
    schemes: pack.schemes.map((it) =>
      it.code === scheme
        ? {
            ...it,
            components: [
              {
                code: 'training',
                name: '培训补贴',
                payee: {
                  byGroup: [{ groups: ['veterans'], payee: 'person' as const }],
                  default: 'claimant' as const,
                },
              },
              { code: component, name: '生活费补贴', payee: 'person' as const },
            ],
          }
        : it,
    ),
    rates: [
      ...pack.rates,
      ...pack.rates
        .filter((it) => it.scheme === scheme)
        .map((it) => ({
          ...it,
          component,
          formula: {
            table: {
              by: ['group' as const],
              rows: {
                'rural-transfer': yuan('300.00'),
                veterans: yuan('300.00'),
                graduates: yuan('0.00'),
              },
            },
          },
        })),
    ],
    routing: {
      ...pack.routing,
      rules: [{ components: [component], fund: otherFund }, ...pack.routing.rules],
    },
  };
}

/** A trainee with an account; `closed` ones come back from the simulator's bank. */
export const aTrainee = (account: string, change: object = {}): Record<string, unknown> =>
  aLine({ account: { number: account, bank: '示例银行' }, ...change });

/** Claims whose trainees are paid too, taken to their money by the people of the office. */
export async function openPayeeOffice(bank: Bank, rules = withLivingCost) {
  const office = await openPaymentOffice({ rules });
  const { db } = office;
  const claimant = await office.organisation(county, backdate);
  const steps = { ...office.steps, ...office.stepsWith(bank) };
  const officers = new Map<string, Person>();
  const financing: string[][] = [];
  office.comes(paidOn);
  await db.transaction().execute(async (tx) => {
    const raised = { unit: county, amount: yuan('1000000.00'), on: isoDate('2025-12-01') };
    for (const of of [fund, otherFund]) {
      await raiseFund(tx, { id: randomUUID(), fund: of, ...raised });
    }
  });

  /** Whoever has this post: another person for each level. */
  async function officerFor(role: string, unit: string, level: number): Promise<Person> {
    const key = `${role} ${unit} ${String(level)}`;
    const known = officers.get(key) ?? (await office.officer(role, unit, backdate));
    officers.set(key, known);
    return known;
  }

  const file = (lines: readonly object[], change: object = {}) => {
    const filing = aFiling(claimant, { occurredOn: '2026-01-05', lines, ...change });
    return office.post(claimant.agent, '/v1/claims', filing).then((answer) => ({
      ...answer,
      claimId: filing.claimId,
    }));
  };

  const openTasks = async (claimId: string) => {
    const { rows } = await sql<OpenTask>`
      select id, kind, level, role, unit_code as unit, line_no as "lineNo" from task
      where claim_id = ${claimId} and state = 'open' order by line_no nulls first`.execute(db);
    return rows;
  };

  async function decide(task: OpenTask, it: object): Promise<Answer> {
    const who =
      task.unit === null ? claimant.agent : await officerFor(task.role, task.unit, task.level);
    const decisionId = randomUUID();
    const body = { decisionId, ...it };
    const answer = await office.post(who, `/v1/tasks/${task.id}/decisions`, body);
    if (answer.status !== 202) return answer;
    const sent = await statementsOf(() => office.apply(decisionId));
    if (task.kind === 'finance') financing.push(sent);
    return answer;
  }

  /** Files the lines and decides everything up to the reserved money. */
  async function reserved(lines: readonly object[], change: object = {}): Promise<string> {
    const { status, body, claimId } = await file(lines, change);
    if (status !== 201) throw new Error(`not filed: ${JSON.stringify(body)}`);
    await office.screen(claimId);
    for (let [task] = await openTasks(claimId); task; [task] = await openTasks(claimId)) {
      const outcome = task.kind === 'acceptance' ? 'accept' : 'approve';
      const occurredOn = task.kind === 'finance' ? '2026-01-20' : '2026-01-06';
      const { status: done, body: said } = await decide(task, { outcome, occurredOn });
      if (done !== 202) throw new Error(`${task.kind}: ${JSON.stringify(said)}`);
      await steps.endNotice(claimId);
    }
    return claimId;
  }

  /** Every payment of a claim: what of which fund goes to which line, and where it stands. */
  async function payments(claimId: string): Promise<string[]> {
    const { rows } = await sql<{ it: string }>`
      select concat_ws(' ', coalesce(l.line_no::text, 'claimant'), p.fund, p.amount, p.state) as it
      from payment p left join claim_line l on l.claim_id = p.claim_id
        and l.person_id = p.person_id
      where p.claim_id = ${claimId} order by l.line_no nulls first, p.fund`.execute(db);
    return rows.map(({ it }) => it);
  }

  /** A run of each fund on a day; answers the runs. */
  async function pay(on = paidOn): Promise<string[]> {
    const runs: string[] = [];
    for (const of of [fund, otherFund]) {
      runs.push(await office.paidRun(bank, { fund: of, runOn: on }));
    }
    return runs;
  }

  /** What the bank says of earlier runs on a later day. */
  async function comeBack(runs: readonly string[], on: IsoDate): Promise<void> {
    office.comes(on);
    for (const runId of runs) await steps.collectReturns({ runId });
  }

  return {
    ...office,
    bank,
    steps,
    claimant,
    /** The statements of each 财政复核. */
    financing,
    officerFor,
    file,
    openTasks,
    decide,
    reserved,
    payments,
    pay,
    comeBack,
  };
}

export type OpenTask = {
  id: string;
  kind: string;
  level: number;
  role: string;
  unit: string | null;
  lineNo: number | null;
};
