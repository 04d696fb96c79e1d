import type { Instant } from './days.ts';

/**
 * Where a claim stands after a step: codes only. `version` counts its transitions; `waitsUntil`
 * ends a public notice, the time in which the bank may return what was paid, and the pause before a
 * look-up is tried again. `asks` names the source to look certificates up in now.
 */
export type Standing = {
  stage: string;
  version: number;
  held: boolean;
  outcome: string | null;
  waitsUntil: Instant | null;
  asks?: string;
};

/** Stages of a claim before the last word on its money. */
export const undecidedStages = [
  'submitted',
  'verifying',
  'question',
  'manual-check',
  'acceptance',
  'correction',
  'review',
  'notice',
  'finance',
] as const;

/** What an update answers: done, or refused with a code that docs/errors.md explains. */
export type Answer = { kind: 'applied'; stage: string } | { kind: 'refused'; reason: string };

/** A step that somebody waits for: the answer for them, the standing for the workflow. */
export type Applied = { answer: Answer; standing: Standing };
