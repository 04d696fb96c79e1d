import { z } from 'zod';
import { derivedId } from '../../db/ids.ts';
import { isMonth, monthOf, monthsBetween, nextMonth, type Month } from '../../domain/days.ts';
import { actsOf, type Act } from './office/acts.ts';
import { actsLeft } from './office/done-acts.ts';
import { inParallel } from './in-parallel.ts';
import type { Office } from './office/office.ts';
import { performAct } from './office/perform-act.ts';
import type { PlannedClaim } from './population/claims.ts';
import type { Progress } from './progress.ts';
import { waitUntil } from './office/wait-until.ts';

export type Months = {
  series: string;
  claims: readonly PlannedClaim[];
  /** The day on which the money of a month is sent. */
  runDayOf: (month: Month) => string;
  /** What has to be there before the claims of a month are filed. */
  prepare: (filed: readonly PlannedClaim[]) => Promise<void>;
  progress: Progress;
};

const claimsAtOnce = 24;

const monthList = z.object({ months: z.array(z.object({ month: z.string(), state: z.string() })) });
const run = z.object({ state: z.string() });

/**
 * Month after month: everything people do in it, its payment runs, its closing. Months that are
 * closed already are left alone, and of the month after them only what is still to do is done.
 */
export async function workMonths(office: Office, plan: Months): Promise<void> {
  const { from, to } = office.pack.months;
  const closed = await closedMonths(office);
  const byMonth = new Map(monthsBetween(from, to).map((month) => [month, workOf(plan, month)]));
  const firstOpen = [...byMonth.keys()].find((month) => !closed.has(month));
  for (const [month, work] of byMonth) {
    plan.progress.begin(month);
    if (closed.has(month)) {
      plan.progress.skip(work.reduce((sum, { acts }) => sum + acts.length, 0));
    } else {
      await workMonth(office, plan, { month, work, interrupted: month === firstOpen });
    }
  }
}

type Work = { claim: PlannedClaim; acts: Act[] };

async function workMonth(
  office: Office,
  plan: Months,
  { month, work, interrupted }: { month: Month; work: Work[]; interrupted: boolean },
): Promise<void> {
  const { prepare, progress } = plan;
  const filed = work.filter(({ acts }) => acts.some(({ what }) => what.kind === 'file'));
  await prepare(filed.map(({ claim }) => claim));
  await inParallel(work, claimsAtOnce, async ({ claim, acts }) => {
    const left = interrupted ? await actsLeft(office, claim, acts) : acts;
    progress.skip(acts.length - left.length);
    for (const act of left) {
      await performAct(office, claim, act);
      progress.done(act);
    }
  });
  for (const fund of fundsPaidIn(plan.claims, month)) await payFund(office, plan, { fund, month });
  await closeMonth(office, month);
}

function workOf({ claims }: Months, month: Month): Work[] {
  return claims
    .map((claim) => ({ claim, acts: actsOf(claim).filter(({ on }) => monthOf(on) === month) }))
    .filter(({ acts }) => acts.length > 0)
    .toSorted((a, b) => firstDayOf(a).localeCompare(firstDayOf(b)));
}

function firstDayOf({ acts: [first] }: Work): string {
  return first?.on ?? '';
}

/** Funds with money to send in a month; what came back is sent again in the month after. */
export function fundsPaidIn(claims: readonly PlannedClaim[], month: Month): string[] {
  const paid = claims.filter(
    ({ dates, branch }) =>
      dates.paidIn === month || (branch === 'bank-return' && nextMonth(dates.paidIn) === month),
  );
  return [...new Set(paid.flatMap(({ payable }) => [...payable.keys()]))].toSorted();
}

async function payFund(
  office: Office,
  { series, runDayOf }: Months,
  { fund, month }: { fund: string; month: Month },
): Promise<void> {
  const { id: person } = office.staff.holder(office.staff.root, office.pack.sideDuties.release);
  const runId = derivedId(series, 'run', fund, month);
  const body = { runId, fund, runOn: runDayOf(month) };
  await office.post(person, '/v1/payment-runs', { key: runId, body });
  await waitUntil(
    async () => {
      const { state } = run.parse(await office.get(person, `/v1/payment-runs/${runId}`));
      return state === 'settled' ? state : undefined;
    },
    { ...office, stuck: () => stuck(`payment run ${fund} ${month} (${runId})`) },
  );
}

async function closeMonth(office: Office, month: Month): Promise<void> {
  const { id: person } = office.staff.holder(office.staff.root, office.pack.sideDuties.report);
  const key = derivedId(person, 'close', month);
  await office.post(person, `/v1/months/${month}/closing`, { key });
  await waitUntil(async () => ((await closedMonths(office)).has(month) ? month : undefined), {
    ...office,
    stuck: () => stuck(`closing of ${month}`),
  });
}

async function closedMonths(office: Office): Promise<Set<Month>> {
  const { id: person } = office.staff.holder(office.staff.root, office.pack.sideDuties.report);
  const { months } = monthList.parse(await office.get(person, '/v1/months'));
  return new Set(
    months
      .filter(({ state }) => state === 'closed')
      .map(({ month }) => month)
      .filter(isMonth),
  );
}

function stuck(what: string): Promise<Error> {
  return Promise.resolve(new Error(`长时间没有进展 / no progress: ${what}`));
}
