import { z } from 'zod';
import { code, invention, text, yesNo } from './scalars.ts';

export const unitCode = z.string().regex(/^[0-9A-Za-z-]{1,24}$/u, '单位代码只用数字、字母和短横线');

/** One office in the tree; `payingUnit` keeps its own books and pays claims. */
export const unit = z.strictObject({
  code: unitCode,
  name: text,
  office: text,
  kind: code,
  parent: unitCode.exactOptional(),
  payingUnit: yesNo,
  ...invention,
});

/** A duty that a person can hold, and the kinds of unit that have such a post. */
export const post = z.strictObject({
  duty: code,
  name: text,
  unitKinds: z.array(code).min(1),
});

export type Unit = z.output<typeof unit>;
export type Post = z.output<typeof post>;
