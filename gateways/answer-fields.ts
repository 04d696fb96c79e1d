import { z } from 'zod';
import { isInstant, isIsoDate, type Instant, type IsoDate } from '../domain/days.ts';
import { isYuan, type Yuan } from '../domain/money.ts';

/** Fields of answers that come from outside: nothing is believed that was not checked here. */
export const dayField = z.custom<IsoDate>((value) => typeof value === 'string' && isIsoDate(value));
export const instantField = z.custom<Instant>(
  (value) => typeof value === 'string' && isInstant(value),
);
export const yuanField = z.custom<Yuan>((value) => typeof value === 'string' && isYuan(value));

/** Text that is shown to people: short, printable, on one line. */
export const labelField = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** A word that programs exchange, such as the code of a refusal. */
export const codeField = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}$/);
