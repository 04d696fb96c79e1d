import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client, WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import type { ClaimActivities, VerificationActivities } from '../../activities/index.ts';
import {
  actUpdate,
  claimWorkflowId,
  decideUpdate,
  queues,
  workflowNames,
  type Act,
  type ActKind,
  type Answer,
  type Applied,
  type ClaimOutcome,
  type Decide,
  type Standing,
} from '../../workflows/messages.ts';
import type { processClaim } from '../../workflows/process-claim.ts';

/** What a step leaves behind in place of the database: a stage, and more where a test asks. */
export type Move =
  | string
  /** `same`: no transition, the claim only waits longer. */
  | (Partial<Omit<Standing, 'version'>> & { stage: string; same?: boolean });
export type Effect = Move | { refused: string };
/** Calls that throw, with an error of the test's choice, before one that answers. */
type Fault = { fails: number; error?: Error; next: Move };
type Answering =
  | 'assessClaim'
  | 'approveBySilence'
  | 'endNotice'
  | 'reserveClaim'
  | 'settleClaim'
  | 'endAwaiting';
/** Per step what its calls answer, one after the other; afterwards nothing moves any more. */
export type Script = Partial<Record<Answering, (Move | Fault)[]>>;

export type ScriptedClaim = {
  handle: WorkflowHandleWithFirstExecutionRunId<typeof processClaim>;
  /** Every step that was run, in order. */
  steps: readonly string[];
  /** Until the script stands there, as a person waits for a task to open. */
  reaches: (stage: string) => Promise<void>;
  /** Until a step was run so many times. */
  takes: (step: string, times: number) => Promise<void>;
  decide: (effect: Effect) => Promise<Answer>;
  act: (kind: ActKind, effect: Effect) => Promise<Answer>;
  result: () => Promise<ClaimOutcome>;
};

type Book = { standing: Standing; answers: Map<string, (Move | Fault)[]>; steps: string[] };
type Stored = { claimId: string; step: string; effect: Effect; applied?: Applied };

/** The claim's steps played from a script that each claim brings; truth is in this memory. */
export function createClaimScript() {
  const books = new Map<string, Book>();
  const stored = new Map<string, Stored>();
  const bookOf = (claimId: string): Book => found(books.get(claimId), claimId);

  const play =
    (step: Answering) =>
    async (claimId: string): Promise<Standing> => {
      const book = bookOf(claimId);
      book.steps.push(step);
      const [next, ...later] = book.answers.get(step) ?? [];
      if (next === undefined) return book.standing;
      if (typeof next === 'object' && 'fails' in next) {
        const { fails, error, next: move } = next;
        book.answers.set(step, [fails > 1 ? { ...next, fails: fails - 1 } : move, ...later]);
        throw error ?? new Error('the database does not answer');
      }
      book.answers.set(step, later);
      return moved(book, next);
    };
  const apply = (id: string): Applied => {
    const one = found(stored.get(id), id);
    const book = bookOf(one.claimId);
    book.steps.push(one.step);
    one.applied ??= appliedTo(book, one.effect);
    return one.applied;
  };

  const activities: ClaimActivities & VerificationActivities = {
    assessClaim: play('assessClaim'),
    approveBySilence: play('approveBySilence'),
    endNotice: play('endNotice'),
    endAwaiting: play('endAwaiting'),
    reserveClaim: play('reserveClaim'),
    settleClaim: play('settleClaim'),
    applyDecision: async ({ decisionId }) => apply(decisionId),
    applyAct: async ({ actId }) => apply(actId),
    async verifyCertificates(claimId) {
      bookOf(claimId).steps.push('verifyCertificates');
    },
    async lookUp({ claimId, source }) {
      bookOf(claimId).steps.push(`lookUp ${source}`);
    },
  };

  return {
    activities,
    async file(client: Client, script: Script): Promise<ScriptedClaim> {
      const claimId = randomUUID();
      const book = { standing: filed, answers: new Map(Object.entries(script)), steps: [] };
      books.set(claimId, book);
      const handle = await client.workflow.start<typeof processClaim>(workflowNames.processClaim, {
        workflowId: claimWorkflowId(claimId),
        taskQueue: queues.claims,
        args: [{ v: 1, claimId, packVersion: 'scripted' }],
      });
      return openScripted({ claimId, book, stored, handle });
    },
  };
}

const filed: Standing = {
  stage: 'submitted',
  version: 0,
  held: false,
  outcome: null,
  waitsUntil: null,
};

function openScripted({
  claimId,
  book,
  stored,
  handle,
}: {
  claimId: string;
  book: Book;
  stored: Map<string, Stored>;
  handle: ScriptedClaim['handle'];
}): ScriptedClaim {
  const store = (step: string, effect: Effect): string => {
    const id = randomUUID();
    stored.set(id, { claimId, step, effect });
    return id;
  };
  return {
    handle,
    steps: book.steps,
    async reaches(stage) {
      while (book.standing.stage !== stage) await pause(20);
      await pause(60);
    },
    async takes(step, times) {
      while (book.steps.filter((it) => it === step).length < times) await pause(20);
      await pause(60);
    },
    decide(effect) {
      const decisionId = store('applyDecision', effect);
      const args: [Decide] = [{ v: 1, taskId: randomUUID(), decisionId }];
      return handle.executeUpdate<Answer, [Decide]>(decideUpdate, { updateId: decisionId, args });
    },
    act(kind, effect) {
      const actId = store('applyAct', effect);
      const args: [Act] = [{ v: 1, actId, kind }];
      return handle.executeUpdate<Answer, [Act]>(actUpdate, { updateId: actId, args });
    },
    result: () => handle.result(),
  };
}

function appliedTo(book: Book, effect: Effect): Applied {
  if (typeof effect === 'object' && 'refused' in effect) {
    return { answer: { kind: 'refused', reason: effect.refused }, standing: book.standing };
  }
  const standing = moved(book, effect);
  return { answer: { kind: 'applied', stage: standing.stage }, standing };
}

function moved(book: Book, move: Move): Standing {
  const { same = false, ...change } = typeof move === 'string' ? { stage: move } : move;
  const { asks: _, ...standing } = book.standing;
  const waitsUntil = change.stage === standing.stage ? standing.waitsUntil : null;
  book.standing = {
    ...standing,
    waitsUntil,
    ...change,
    version: standing.version + (same ? 0 : 1),
  };
  return book.standing;
}

function found<Found>(value: Found | undefined, id: string): Found {
  if (value === undefined) throw new Error(`the script knows no ${id}`);
  return value;
}
