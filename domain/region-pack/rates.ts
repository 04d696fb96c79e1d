import { z } from 'zod';
import { formula } from './formulas.ts';
import { code, dayText, invention, text } from './scalars.ts';

/** One component's rate from a day on, up to and including `to`, with where it is written. */
export const rateVersion = z.strictObject({
  version: code,
  scheme: code,
  component: code,
  from: dayText,
  to: dayText.exactOptional(),
  document: text,
  clause: text,
  ...invention,
  formula,
});

export type RateVersion = z.output<typeof rateVersion>;
