import { z } from 'zod';
import { code, invention, positive, text } from './scalars.ts';

/** What a claimant may declare of a trainee. */
export const attribute = z.strictObject({ code, name: text });

/**
 * A reporting category. A trainee belongs to the group of lowest `precedence` that names one of
 * the declared attributes; the group without attributes takes everybody else.
 */
export const group = z.strictObject({
  code,
  name: text,
  precedence: positive,
  attributes: z.array(code),
  ...invention,
});

export type Attribute = z.output<typeof attribute>;
export type Group = z.output<typeof group>;
