import { z } from 'zod';
import { ruleSource } from './requirements.ts';
import { code, codes, text, yesNo } from './scalars.ts';

/**
 * A document that belongs to a claim under the scheme; with `groups` only where a line is of one of
 * them. One that is `shared` the office gets from another register: nobody may demand it.
 */
export const material = z.strictObject({
  code,
  name: text,
  groups: codes.exactOptional(),
  shared: yesNo.exactOptional(),
  ...ruleSource,
});

export type Material = z.output<typeof material>;
