import { randomUUID } from 'node:crypto';
import { createActivities, type Clock, type Dependencies } from '../../activities/index.ts';
import { getEdition } from '../../db/indicator-edition.ts';
import { instant, isoDate, type IsoDate } from '../../domain/days.ts';
import { openApiOffice, region, type Person } from './api-office.ts';
import { enterFigures } from './reported-figures.ts';

export type EvaluationOffice = Awaited<ReturnType<typeof openEvaluationOffice>>;

/**
 * The API and the steps of an evaluation on a database of the test's own, with a clock that the
 * test sets and nothing but the steps it takes itself.
 */
export async function openEvaluationOffice() {
  let day = isoDate('2026-03-10');
  const clock: Clock = { today: () => day, now: () => instant(`${day}T02:00:00.000Z`) };
  const office = await openApiOffice({ simulated: true, context: { clock } });
  const { db } = office;
  const reporter = await office.officer('report', region);
  const unasked = () => Promise.reject(new Error('no service in this test'));
  const stepsWith = (renderReport: Dependencies['renderReport']) => {
    const { claims, report } = createActivities({
      db,
      packs: office.deps.packs,
      clock,
      registry: { look: unasked },
      bank: { submit: unasked, query: unasked, statement: unasked },
      decrypt: () => '',
      renderReport,
    });
    return { ...claims, ...report };
  };

  /** Asks for a report with every figure entered just before, or with these values. */
  async function request(value?: string): Promise<string> {
    await enterFigures(db, { by: reporter, at: clock.now(), ...(value && { value }) });
    const editionId = randomUUID();
    const body = { editionId, from: '2019-07', to: '2020-12' };
    const { status } = await office.post(reporter, '/v1/evaluations', body);
    if (status !== 202) throw new Error(`the report was refused with ${String(status)}`);
    return editionId;
  }

  /** Sends a decision on the open level; nobody applies it. */
  async function sign(editionId: string, approver: Person, more: Record<string, unknown> = {}) {
    const { id: taskId } = await db
      .selectFrom('task')
      .select('id')
      .where('subject_id', '=', editionId)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    const decisionId = randomUUID();
    const key = randomUUID();
    const send = () =>
      office.post(
        approver,
        `/v1/tasks/${taskId}/decisions`,
        { decisionId, outcome: 'approve', ...more },
        key,
      );
    return { taskId, decisionId, answer: await send(), again: send };
  }

  const apply = (editionId: string, decisionId: string) =>
    stepsWith(unasked).applyReportDecision({ editionId, decisionId });

  /** Signs the open level through the API and applies it, as the workflow would. */
  async function decide(editionId: string, approver: Person, outcome = 'approve') {
    const reason = outcome === 'refuse' ? { reason: '数字须复核' } : {};
    const { decisionId } = await sign(editionId, approver, { outcome, ...reason });
    return apply(editionId, decisionId);
  }

  return {
    ...office,
    reporter,
    stepsWith,
    request,
    sign,
    apply,
    decide,
    approver: (backdate?: [string, string]) => office.officer('report-approval', region, backdate),
    edition: (id: string) => getEdition(db, id),
    now: clock.now,
    setDay: (to: IsoDate): void => void (day = to),
  };
}
