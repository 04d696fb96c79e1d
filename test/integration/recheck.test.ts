import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { raiseFund } from '../../db/ledger.ts';
import { monthOfFact } from '../../db/month.ts';
import { freezeRun } from '../../db/payment-run.ts';
import { instant, isoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import { county, region, type Organisation, type Person } from '../support/api-office.ts';
import { aCertifiedLine, openLookUpOffice, type LookUpOffice } from '../support/look-up-office.ts';
import { postJson, setFaults } from '../support/start-simulators.ts';

const fund = 'skills-ledger';
const each = 1100;
const backdate: [string, string] = ['2019-07-01', '2020-12-31'];
const now = instant('2026-01-10T02:00:00.000Z');

let office: LookUpOffice;
let claimant: Organisation;
let finance: Person;
let acceptor: Person;
let reviewer: Person;

beforeAll(async () => {
  office = await openLookUpOffice([
    { kind: 'skill-level', lookUp: [{ by: 'registry' }], recheckBeforePaymentDays: 30 },
  ]);
  claimant = await office.organisation(county, backdate);
  acceptor = await office.officer('acceptance', county, backdate);
  reviewer = await office.officer('review', county, backdate);
  finance = await office.officer('finance', county, backdate);
  const raised = { fund, unit: county, amount: yuan('1000000.00'), on: isoDate('2020-09-01') };
  await office.db.transaction().execute((tx) => raiseFund(tx, { id: randomUUID(), ...raised }));
});
afterAll(() => office.close());
beforeEach(() => office.comes(now));

async function decide(who: Person, claimId: string, it: Record<string, unknown>) {
  const { id } = await office.db
    .selectFrom('task')
    .select('id')
    .where('claim_id', '=', claimId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  const decisionId = randomUUID();
  const { status, body } = await office.post(who, `/v1/tasks/${id}/decisions`, {
    decisionId,
    ...it,
  });
  if (status !== 202) throw new Error(JSON.stringify(body));
  return (await office.claims.applyDecision({ decisionId })).answer;
}

/** Three welders, checked, accepted and reviewed; the money is to be approved. */
async function approvable() {
  const lines = [1, 2, 3].map(() => {
    const { line, record } = aCertifiedLine();
    const number = record.number.replace('1255', '1205');
    const certificate = { kind: 'skill-level', number };
    const course = { startedOn: '2020-03-02', endedOn: '2020-05-29', certificate };
    return { line: { ...line, ...course }, record: { ...record, number, issuedOn: '2020-06-05' } };
  });
  await office.register(lines.map(({ record }) => record));
  const change = { scheme: 'skill-level', occurredOn: '2020-09-07' };
  const claimId = await office.filed({ ...change, lines: lines.map((it) => it.line) }, claimant);
  expect(await office.look(claimId)).toMatchObject({ stage: 'acceptance' });
  await decide(acceptor, claimId, { outcome: 'accept', occurredOn: '2020-09-08' });
  await decide(reviewer, claimId, { outcome: 'approve', occurredOn: '2020-09-09' });
  await office.claims.endNotice(claimId);
  const revoke = (...at: number[]) =>
    postJson(`${office.simulators.registry}/certificates/revoke`, {
      certificates: at.map((no) => {
        const { kind = '', number = '' } = lines[no - 1]?.record ?? {};
        return { kind, number };
      }),
    });
  const approve = () => decide(finance, claimId, { outcome: 'approve', occurredOn: '2020-10-12' });
  return { claimId, revoke, approve };
}

async function moneyOf(claimId: string) {
  const { rows: payments } = await sql<{ part: number; amount: string; state: string }>`
    select part, amount, state from payment where claim_id = ${claimId} order by part`.execute(
    office.db,
  );
  const { rows } = await sql<{ amount: string }>`
    select coalesce(sum(p.amount), 0) as amount from ledger_entry e
    join ledger_posting p on p.entry_id = e.id join ledger_account a on a.id = p.account_id
    where e.claim_id = ${claimId} and a.kind = 'reserved'`.execute(office.db);
  return { payments, reserved: Number(rows[0]?.amount) };
}
const ready = (part: number, lines: number) => ({
  part,
  amount: `${String(lines * each)}.00`,
  state: 'ready',
});

const checked = (claimId: string, lines: [number, 'verified' | 'failed'][]) =>
  decide(acceptor, claimId, {
    outcome: 'checked',
    lines: lines.map(([lineNo, outcome]) => {
      return { lineNo, outcome, lookedUp: { site: '示例网站', on: '2026-03-09' } };
    }),
  });

/** Whether the API lets it through or not, the workflow's step has the last word. */
async function withdraw(claimId: string) {
  const actId: string = randomUUID();
  await office.act(claimant.agent, claimId, 'withdrawal', { actId });
  return (await office.claims.applyAct({ actId })).answer;
}

describe('certificates looked up not long ago', () => {
  test('are not looked up again when the money is approved', async () => {
    const { claimId, approve } = await approvable();
    expect(await approve()).toEqual({ kind: 'applied', stage: 'reserved' });
    expect(await moneyOf(claimId)).toEqual({ payments: [ready(1, 3)], reserved: 3 * each });
    expect(await office.lines(claimId)).toMatchObject(
      [1, 2, 3].map(() => ({ results: ['verified'] })),
    );
  });
});

describe('certificates looked up long ago', () => {
  test('are looked up again, and a revoked one stops its line only', async () => {
    const { claimId, approve, revoke } = await approvable();
    await revoke(2);
    office.comes(40);
    expect(await approve()).toEqual({ kind: 'applied', stage: 'rechecking' });
    expect(await moneyOf(claimId)).toEqual({ payments: [], reserved: 0 });
    expect(await office.look(claimId, 'reserveClaim')).toMatchObject({ stage: 'reserved' });
    expect(await office.lines(claimId)).toEqual([
      { state: 'verified', held: false, results: ['verified', 'verified'] },
      { state: 'manual', held: true, results: ['verified', 'revoked'] },
      { state: 'verified', held: false, results: ['verified', 'verified'] },
    ]);
    expect(await moneyOf(claimId)).toEqual({ payments: [ready(1, 2)], reserved: 2 * each });

    expect(await checked(claimId, [[2, 'failed']])).toEqual({ kind: 'applied', stage: 'reserved' });
    expect(await moneyOf(claimId)).toEqual({ payments: [ready(1, 2)], reserved: 2 * each });
    const line = await office.db
      .selectFrom('claim_line')
      .select(['state', 'reason', 'held'])
      .where('claim_id', '=', claimId)
      .where('line_no', '=', 2)
      .executeTakeFirstOrThrow();
    expect(line).toEqual({ state: 'cut', reason: '证书复核不符，不予支付', held: false });
  });

  test('of a line that was stopped and cleared are paid for after all', async () => {
    const { claimId, approve, revoke } = await approvable();
    await revoke(1);
    office.comes(40);
    await approve();
    await office.look(claimId, 'reserveClaim');
    expect(await checked(claimId, [[1, 'verified']])).toMatchObject({ stage: 'reserved' });
    expect(await moneyOf(claimId)).toEqual({
      payments: [ready(1, 2), ready(2, 1)],
      reserved: 3 * each,
    });
  });

  test('keep the claim from closing for as long as somebody has to look at a line', async () => {
    const { claimId, approve, revoke } = await approvable();
    await revoke(1, 2, 3);
    office.comes(40);
    await approve();
    expect(await office.look(claimId, 'reserveClaim')).toMatchObject({ stage: 'rechecking' });
    expect(await moneyOf(claimId)).toEqual({ payments: [], reserved: 0 });
    expect(
      await checked(claimId, [
        [1, 'failed'],
        [2, 'failed'],
        [3, 'failed'],
      ]),
    ).toEqual({ kind: 'applied', stage: 'closed' });
  });

  test('do not keep a claim whose money is not reserved from being withdrawn', async () => {
    const { claimId, approve } = await approvable();
    office.comes(40);
    await approve();
    expect(await withdraw(claimId)).toEqual({ kind: 'applied', stage: 'closed' });
  });

  test('wait, and are not refused, while the registry is down', async () => {
    const { claimId, approve } = await approvable();
    office.comes(40);
    await approve();
    await setFaults(office.simulators.registry, { mode: '5xx' });
    const { stage, waitsUntil } = await office.look(claimId, 'reserveClaim');
    expect(stage).toBe('rechecking');
    expect(await office.lookUps()).toContainEqual(
      expect.objectContaining({ source: 'registry', lines: 3, amount: `${String(3 * each)}.00` }),
    );
    await setFaults(office.simulators.registry, { mode: 'ok' });
    office.comes(instant(waitsUntil ?? ''));
    expect(await office.look(claimId, 'reserveClaim')).toMatchObject({ stage: 'reserved' });
  });
});

describe('money that is reserved and waits for a run for long', () => {
  test('is in no run before its certificates were looked up again', async () => {
    const { claimId, approve, revoke } = await approvable();
    await approve();
    const { waitsUntil } = await office.claims.settleClaim(claimId);
    expect(Date.parse(waitsUntil ?? '') - Date.parse(now)).toBeGreaterThan(29 * 24 * 3_600_000);
    await freeze();
    expect((await moneyOf(claimId)).payments).toEqual([ready(1, 3)]);

    await revoke(3);
    office.comes(40);
    expect(await office.claims.settleClaim(claimId)).toMatchObject({ stage: 'rechecking' });
    expect(await withdraw(claimId)).toEqual({ kind: 'refused', reason: 'too-late' });
    expect(await office.look(claimId, 'reserveClaim')).toMatchObject({ stage: 'reserved' });
    expect(await moneyOf(claimId)).toEqual({ payments: [ready(1, 2)], reserved: 2 * each });
    await office.db
      .updateTable('payment')
      .set({ recheck_at: instant('2099-01-01T00:00:00.000Z') })
      .where('claim_id', '=', claimId)
      .execute();
    await freeze();
    expect((await moneyOf(claimId)).payments).toEqual([{ ...ready(1, 2), state: 'in-run' }]);
    expect(await office.claims.settleClaim(claimId)).toMatchObject({ waitsUntil: null });
  });

  async function freeze(): Promise<void> {
    const payer = await office.officer('payment', region);
    await office.db.transaction().execute(async (tx) => {
      const id = randomUUID();
      const runOn = isoDate('2020-12-31');
      const month = await monthOfFact(tx, runOn);
      await sql`insert into payment_run (id, fund, run_on, released_by, month)
        values (${id}, ${fund}, ${runOn}, ${payer.id}, ${month})`.execute(tx);
      await freezeRun(tx, { id, fund, runOn, releasedBy: payer.id, state: 'requested', month });
    });
  }
});
