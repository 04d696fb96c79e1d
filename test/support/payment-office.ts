import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { createPaymentActivities } from '../../activities/payment.ts';
import { createRunActivities } from '../../activities/payment-run.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { recordDue } from '../../db/due-fact.ts';
import type { Tx } from '../../db/connect.ts';
import { raiseFund, reserveForClaim } from '../../db/ledger.ts';
import { monthOfFact } from '../../db/month.ts';
import { lockClaim } from '../../db/claim-state.ts';
import { openAccount } from '../../db/organisation.ts';
import { packVersion } from '../../db/pack.ts';
import { createPayments, readyReturned } from '../../db/payment.ts';
import { findRun, requestRun } from '../../db/payment-run-request.ts';
import { addDays, isoDate, startOfDay, type IsoDate } from '../../domain/days.ts';
import { later } from '../../activities/payment-days.ts';
import { yuan } from '../../domain/money.ts';
import { httpBank, type Bank } from '../../gateways/bank.ts';
import { machineClock } from '../../worker/clock.ts';
import { county, openApiOffice, type ApiOffice, type Person } from './api-office.ts';

export const fund = 'skills-ledger';
export const otherFund = 'poverty-account';
export const runOn = isoDate('2020-09-07');
export const afterRun = (days: number): IsoDate => addDays(runOn, days);
export const closedAccount = '621700000000004444';

export const bankAt = (url: string, timeoutMs = 10_000): Bank =>
  httpBank({ url, timeoutMs, today: machineClock.today });

type RunOf = { fund?: string; runOn?: IsoDate };
type ReservedClaim = { id: string; organisationId: string };
export type PaymentOffice = Awaited<ReturnType<typeof openPaymentOffice>>;

/** Reserved claims with payments that are ready, and the real steps that pay them, on any day. */
export async function openPaymentOffice(options: Parameters<typeof openApiOffice>[0] = {}) {
  const office = await openApiOffice(options);
  const { db } = office;
  let today = runOn;
  let hourOfDay = 12;
  const clock = { today: () => today, now: () => later(startOfDay(today), hourOfDay) };
  const refuse = () => Promise.reject(new Error('no service in this test'));
  const deps = {
    db,
    packs: office.deps.packs,
    clock,
    decrypt: office.keys.decrypt,
    registry: { look: refuse },
    renderReport: refuse,
  };
  await db.transaction().execute(async (tx) => {
    const raised = { unit: county, amount: yuan('100000.00'), on: runOn };
    for (const of of [fund, otherFund]) {
      await raiseFund(tx, { id: randomUUID(), fund: of, ...raised });
    }
  });
  const releaser = await office.person();

  /** A run that is requested, not frozen. */
  async function run(by: Person = releaser, of: RunOf = {}): Promise<string> {
    const id = randomUUID();
    const request = { id, fund, runOn, releasedBy: by.id, ...of };
    await db.transaction().execute((tx) => requestRun(tx, request));
    return id;
  }

  function stepsWith(bank: Bank) {
    const all: Dependencies = { ...deps, bank };
    return { ...createRunActivities(all), ...createPaymentActivities(all) };
  }

  return {
    ...office,
    releaser,
    run,
    stepsWith,
    claim: (account?: string, funds?: string[]) => reservedClaim(office, account, funds),
    /** As 账户确认 leaves the claim: whatever is not sent goes to another account. */
    confirm: (claim: ReservedClaim, account?: string, on?: IsoDate) =>
      confirmed(office, claim, account, on),
    /** A run with its first steps done, as its workflow does them at once. */
    async paidRun(bank: Bank, of: RunOf = {}): Promise<string> {
      const steps = stepsWith(bank);
      const runId = await run(releaser, of);
      await steps.freezePayments({ runId });
      await steps.sendPayments({ runId });
      await steps.collectReturns({ runId });
      await steps.settlePayments({ runId });
      return runId;
    },
    /** From here on it is this day, at noon unless told. */
    comes(day: IsoDate, hour = 12): void {
      today = day;
      hourOfDay = hour;
    },
    ...questions(office),
  };
}

function questions({ db }: ApiOffice) {
  return {
    async payment(claimId: string) {
      const { rows } = await sql<{ payment: string; attempts: string[]; run: string | null }>`
        select p.state as payment, p.run_id as run, array_agg(a.state order by a.attempt)
          filter (where a.id is not null) as attempts
        from payment p left join payment_attempt a on a.payment_id = p.id
        where p.claim_id = ${claimId} group by p.id`.execute(db);
      const [row] = rows;
      if (!row) throw new Error('the claim has no payment');
      return row;
    },
    /** Every payment of a claim, by fund. */
    async paymentsOf(claimId: string) {
      const { rows } = await sql<{ fund: string; state: string; account: string }>`
        select fund, state, account_id as account from payment
        where claim_id = ${claimId} order by fund`.execute(db);
      return rows;
    },
    /** The days on which the claimant was asked for the account. */
    async askedOn(claimId: string): Promise<string[]> {
      const { rows } = await sql<{ on: string }>`
        select opened_on as "on" from task
        where claim_id = ${claimId} and kind = 'payee-correction' order by 1`.execute(db);
      return rows.map(({ on }) => on);
    },
    async foreignLines(runId: string): Promise<number | undefined> {
      const run = await findRun(db, runId);
      return run?.foreignLines;
    },
    async attemptsOf(runId: string): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`
        select id from payment_attempt where run_id = ${runId}`.execute(db);
      return rows.map(({ id }) => id);
    },
    async entries(claimId: string): Promise<string[]> {
      const { rows } = await sql<{ kind: string }>`
        select kind from ledger_entry where claim_id = ${claimId} order by recorded_at`.execute(db);
      return rows.map(({ kind }) => kind);
    },
    async signals(claimId: string): Promise<number> {
      const { rows } = await sql`
        select from workflow_outbox where kind = 'signal' and name = 'paymentsChanged'
          and workflow_id = ${`claim-${claimId}`}`.execute(db);
      return rows.length;
    },
    /** The audit rows of a run, or of a claim's payments. */
    async audited(id: string): Promise<string[]> {
      const { rows } = await sql<{ act: string }>`
        select act from audit where object_kind in ('payment', 'payment-run')
          and ${id} in (object_id, detail ->> 'claim') order by id`.execute(db);
      return rows.map(({ act }) => act);
    },
    async auditText(): Promise<string> {
      const { rows } = await sql<{ text: string }>`
        select coalesce(string_agg(a::text, ' '), '') as text from audit a`.execute(db);
      return rows[0]?.text ?? '';
    },
  };
}

const amount = yuan('550.00');

const accountOf = (office: ApiOffice, tx: Tx, organisationId: string, number: string) =>
  openAccount(tx, office.keys, {
    id: randomUUID(),
    organisationId,
    holder: '示例户',
    number,
    confirmed: true,
  });

async function confirmed(
  office: ApiOffice,
  { id, organisationId }: ReservedClaim,
  number = '621700000000000001',
  on = runOn,
): Promise<string> {
  return office.db.transaction().execute(async (tx) => {
    const accountId = await accountOf(office, tx, organisationId, number);
    await readyReturned(tx, id, accountId);
    await sql`update task set state = 'decided', decided_on = ${on}
      where claim_id = ${id} and state = 'open'`.execute(tx);
    await sql`update claim set stage = 'reserved', version = version + 1,
      last_fact_on = greatest(last_fact_on, ${on}::date) where id = ${id}`.execute(tx);
    return accountId;
  });
}

/** A claim whose money is reserved, as 财政复核 leaves it. */
async function reservedClaim(office: ApiOffice, number?: string, funds: string[] = [fund]) {
  const { db, pack } = office;
  const organisation = await office.organisation();
  const id: string = randomUUID();
  await db.transaction().execute(async (tx) => {
    const accountId =
      number === undefined
        ? organisation.accountId
        : await accountOf(office, tx, organisation.id, number);
    await tx
      .insertInto('claim')
      .values({
        id,
        claim_no: `C${id}`,
        scheme: 'training-pass',
        unit_code: county,
        organisation_id: organisation.id,
        account_id: accountId,
        submitted_by: organisation.agent.id,
        pack_version: packVersion(pack),
        stage: 'reserved',
        amount,
        last_fact_on: runOn,
        occurred_on: runOn,
        month: await monthOfFact(tx, runOn),
      })
      .execute();
    const byFund = funds.map((of) => ({ fund: of, amount }));
    await reserveForClaim(tx, { claimId: id, unit: county, on: runOn, byFund });
    const { returnDays } = pack.payment;
    await recordDue(tx, id, { instalment: 1, approvedOn: runOn, dueOn: afterRun(40), byFund });
    const shares = byFund.map((share) => ({
      ...share,
      accountId,
      payeeId: organisation.id,
      part: 1,
      months: 0,
    }));
    const due = { approvedOn: runOn, returnDays, shares };
    await createPayments(tx, await lockClaim(tx, id), due);
  });
  return { id, agent: organisation.agent, organisationId: organisation.id };
}
