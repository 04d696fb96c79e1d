import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Database } from '../db/connect.ts';
import { requestDecision } from '../db/decision-request.ts';
import { newId } from '../db/ids.ts';
import type { IsoDate } from '../domain/days.ts';
import {
  claimWorkflowId,
  decideUpdate,
  paymentsChangedSignal,
  queues,
  workflowNames,
  type Answer,
  type Decide,
} from '../workflows/messages.ts';
import { days, type Office } from './office.ts';
import { createPayer } from './payer.ts';
import type { StepBell } from './step-bell.ts';

/** One way to do the same work; `prepare` is not timed. */
export type Contender = {
  name: string;
  prepare: () => Promise<string>;
  run: (id: string) => Promise<WorkflowHandle>;
};

type Parts = { db: Database; client: Client; office: Office; bell: StepBell };

export function createContenders(parts: Parts): Contender[] {
  const payer = createPayer(parts.db, parts.office.personOf('release'));
  return [
    claim(parts, payer, { name: 'claim', certified: false }),
    bare(parts, { name: 'bare', queue: 'bare', certified: false }),
    bare(parts, { name: 'empty', queue: 'empty', certified: false }),
    claim(parts, payer, { name: 'claim, certificate', certified: true }),
    bare(parts, { name: 'bare, certificate', queue: 'bare', certified: true }),
  ];
}

/** Filed before; started, decided three times, paid, closed. */
function claim(
  { db, client, office, bell }: Parts,
  payer: ReturnType<typeof createPayer>,
  { name, certified }: { name: string; certified: boolean },
): Contender {
  const decide = async (
    handle: WorkflowHandle,
    claimId: string,
    { by, on }: { by: 'acceptance' | 'review' | 'finance'; on: IsoDate },
  ): Promise<void> => {
    const id = newId();
    const { id: taskId } = await db
      .selectFrom('task')
      .select('id')
      .where('subject_id', '=', claimId)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    const outcome = by === 'acceptance' ? 'accept' : 'approve';
    const decided = { personId: office.personOf(by), outcome, lines: [], occurredOn: on };
    await requestDecision(db, { id, taskId, subjectId: claimId, ...decided });
    const answer = await update(handle, { v: 1, taskId, decisionId: id });
    if (answer.kind === 'refused') throw new Error(`${by} refused: ${answer.reason}`);
  };
  return {
    name,
    prepare: () => office.file({ certified }),
    async run(claimId) {
      const workflowId = claimWorkflowId(claimId);
      const handle = await client.workflow.start(workflowNames.processClaim, {
        workflowId,
        taskQueue: queues.claims,
        args: [{ v: 1, claimId, packVersion: '' }],
      });
      await bell.heard(workflowId, 'acceptance');
      await decide(handle, claimId, { by: 'acceptance', on: days.accepted });
      await decide(handle, claimId, { by: 'review', on: days.reviewed });
      await bell.heard(workflowId, 'finance');
      await decide(handle, claimId, { by: 'finance', on: days.financed });
      await payer.paid();
      await handle.signal(paymentsChangedSignal);
      const { stage } = await handle.result();
      if (stage !== 'closed') throw new Error(`claim ended in ${String(stage)}`);
      return handle;
    },
  };
}

function bare(
  { client, bell }: Parts,
  { name, queue, certified }: { name: string; queue: string; certified: boolean },
): Contender {
  return {
    name,
    prepare: async () => `${queue}-${newId()}`,
    async run(workflowId) {
      const handle = await client.workflow.start('bareClaim', {
        workflowId,
        taskQueue: queue,
        args: [{ certified }],
      });
      const decide = () => update(handle, { v: 1, taskId: newId(), decisionId: newId() });
      await bell.heard(workflowId, 'acceptance');
      await decide();
      await decide();
      await bell.heard(workflowId, 'finance');
      await decide();
      await handle.signal(paymentsChangedSignal);
      await handle.result();
      return handle;
    },
  };
}

const update = (handle: WorkflowHandle, decide: Decide): Promise<Answer> =>
  handle.executeUpdate<Answer, [Decide]>(decideUpdate, {
    updateId: decide.decisionId,
    args: [decide],
  });
