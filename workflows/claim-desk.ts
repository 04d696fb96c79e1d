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
import { oneAtATime } from './in-turn.ts';
import { applyAct, applyDecision } from './steps.ts';
import { waitUntil } from './waiting.ts';

/** Where a claim stands, as told by the newest step; every wait of its procedure is here. */
export type Desk = {
  stage: () => string;
  outcome: () => string | null;
  /** When the wait of its stage is over; null where it waits for somebody. */
  waitsUntil: () => Instant | null;
  /** The source to look certificates up in now; undefined where none is due. */
  asks: () => string | undefined;
  /** Takes a step of the procedure, when people's updates leave it the turn, and its answer. */
  takes: (step: (claimId: string) => Promise<Standing>) => Promise<void>;
  /** Until the wait of its stage is over: true, or its stage or that wait is another one: false. */
  waitEnds: () => Promise<boolean>;
  /** Until the claim is in none of these stages. */
  leaves: (...stages: string[]) => Promise<void>;
  /** Until nobody holds the claim, or it is closed: a closed claim is never released. */
  released: () => Promise<void>;
  /** Until payments changed since the last time, or the claim's wait or its stage is over. */
  paymentsChange: () => Promise<void>;
  /** Until payments changed since the last time, or the claim is in none of these stages. */
  paymentsChangeOrLeaves: (...stages: string[]) => Promise<void>;
  /** Until asked to try again since the last time, or the time has gone. */
  triesAgain: (withinMs: number) => Promise<void>;
  /** Until the claim's wait or its stage is over, or it was asked to try again. */
  looksAgain: () => Promise<void>;
  idle: () => boolean;
};

/** Before the first step has told where the claim stands. */
const untold: Standing = {
  stage: 'new',
  version: -1,
  held: false,
  outcome: null,
  waitsUntil: null,
};

/** The waits that nothing but the claim's own standing ends. */
function plainWaits(now: () => Standing): Pick<Desk, 'waitEnds' | 'leaves' | 'released'> {
  return {
    async waitEnds() {
      const { stage, waitsUntil } = now();
      const moved = () => now().stage !== stage || now().waitsUntil !== waitsUntil;
      await (waitsUntil === null ? condition(moved) : waitUntil(waitsUntil, moved));
      return !moved();
    },
    leaves: (...stages) => condition(() => !stages.includes(now().stage)),
    released: () => condition(() => !now().held || now().stage === 'closed'),
  };
}

/** What signals told since somebody last waited for it. */
type News = { payments: number; retries: number };

/** The waits that a signal ends too; what it told is used up. */
function newsWaits(
  now: () => Standing,
  news: News,
): Pick<Desk, 'paymentsChange' | 'paymentsChangeOrLeaves' | 'triesAgain' | 'looksAgain'> {
  return {
    async paymentsChange() {
      const { stage, waitsUntil } = now();
      const over = () => news.payments > 0 || now().stage !== stage;
      await (waitsUntil === null ? condition(over) : waitUntil(waitsUntil, over));
      news.payments = 0;
    },
    async paymentsChangeOrLeaves(...stages) {
      await condition(() => news.payments > 0 || !stages.includes(now().stage));
      // News that came with the last confirmation is for whoever waits next.
      if (stages.includes(now().stage)) news.payments = 0;
    },
    async triesAgain(withinMs) {
      const { stage } = now();
      await condition(() => news.retries > 0 || now().stage !== stage, withinMs);
      news.retries = 0;
    },
    async looksAgain() {
      const { stage, waitsUntil } = now();
      await waitUntil(waitsUntil, () => news.retries > 0 || now().stage !== stage);
      news.retries = 0;
    },
  };
}

/** Registers every handler before the first wait, so that no early message is lost. */
export function openDesk(claimId: string): Desk {
  let standing = untold;
  let asks: string | undefined;
  const news: News = { payments: 0, retries: 0 };
  const move = (next: Standing): void => {
    if (next.version < standing.version) return;
    standing = next;
    setCurrentDetails(next.held ? `${next.stage} (held)` : next.stage);
  };

  const inTurn = oneAtATime();
  const answerOf = async (step: () => Promise<Applied>): Promise<Answer> => {
    const { answer, standing: next } = await inTurn(step);
    move(next);
    return answer;
  };
  setHandler(defineUpdate<Answer, [Decide]>(decideUpdate), (it) =>
    answerOf(() => applyDecision(it)),
  );
  setHandler(defineUpdate<Answer, [Act]>(actUpdate), (it) => answerOf(() => applyAct(it)));
  setHandler(defineSignal(paymentsChangedSignal), () => {
    news.payments += 1;
  });
  setHandler(defineSignal(tryAgainSignal), () => {
    news.retries += 1;
  });

  return {
    stage: () => standing.stage,
    outcome: () => standing.outcome,
    waitsUntil: () => standing.waitsUntil,
    asks: () => asks,
    async takes(step) {
      const next = await inTurn(() => step(claimId));
      ({ asks } = next);
      move(next);
    },
    ...plainWaits(() => standing),
    ...newsWaits(() => standing, news),
    idle: allHandlersFinished,
  };
}
