import {
  allHandlersFinished,
  condition,
  defineSignal,
  defineUpdate,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { Instant } from '../domain/days.ts';
import {
  actUpdate,
  decideUpdate,
  paymentsChangedSignal,
  tryAgainSignal,
  type Act,
  type Answer,
  type Applied,
  type Decide,
  type Standing,
} from './messages.ts';
import { applyAct, applyDecision } from './steps.ts';

/** Where a claim stands, as told by the newest step; every wait of its procedure is here. */
export type Desk = {
  readonly claimId: string;
  stage: () => string;
  outcome: () => string | null;
  noticeEndsAt: () => Instant | null;
  /** Takes what a step answered; an answer older than what is known changes nothing. */
  move: (standing: Standing) => void;
  /** Until the claim is in none of these stages. */
  leaves: (...stages: string[]) => Promise<void>;
  /** Until nobody holds the claim, or it is closed: a closed claim is never released. */
  released: () => Promise<void>;
  /** Until payments changed since the last time, or the claim left its stage. */
  paymentsChange: () => Promise<void>;
  /** Until asked to try again since the last time, or the time has gone. */
  triesAgain: (withinMs: number) => Promise<void>;
  idle: () => boolean;
};

/** Registers every handler before the first wait, so that no early message is lost. */
export function openDesk(claimId: string): Desk {
  let standing: Standing = {
    stage: 'new',
    version: -1,
    held: false,
    outcome: null,
    noticeEndsAt: null,
  };
  let paymentNews = 0;
  let retries = 0;
  const move = (next: Standing): void => {
    if (next.version < standing.version) return;
    standing = next;
    setCurrentDetails(next.held ? `${next.stage} (held)` : next.stage);
  };

  const answerWith = async (step: Promise<Applied>): Promise<Answer> => {
    const { answer, standing: next } = await step;
    move(next);
    return answer;
  };
  setHandler(defineUpdate<Answer, [Decide]>(decideUpdate), (it) => answerWith(applyDecision(it)));
  setHandler(defineUpdate<Answer, [Act]>(actUpdate), (it) => answerWith(applyAct(it)));
  setHandler(defineSignal(paymentsChangedSignal), () => {
    paymentNews += 1;
  });
  setHandler(defineSignal(tryAgainSignal), () => {
    retries += 1;
  });

  return {
    claimId,
    stage: () => standing.stage,
    outcome: () => standing.outcome,
    noticeEndsAt: () => standing.noticeEndsAt,
    move,
    leaves: (...stages) => condition(() => !stages.includes(standing.stage)),
    released: () => condition(() => !standing.held || standing.stage === 'closed'),
    async paymentsChange() {
      const { stage } = standing;
      await condition(() => paymentNews > 0 || standing.stage !== stage);
      paymentNews = 0;
    },
    async triesAgain(withinMs) {
      const { stage } = standing;
      await condition(() => retries > 0 || standing.stage !== stage, withinMs);
      retries = 0;
    },
    idle: allHandlersFinished,
  };
}
