import { z } from 'zod';
import { condition } from './formulas.ts';
import { code, codes, dayText, invention, text, yuanText } from './scalars.ts';
import { unitCode } from './units.ts';

export const fund = z.strictObject({ code, name: text, document: text, ...invention });

/** The first rule whose every list and condition holds decides; what is left out always holds. */
export const routingRule = z.strictObject({
  groups: codes.exactOptional(),
  schemes: codes.exactOptional(),
  components: codes.exactOptional(),
  if: condition.exactOptional(),
  fund: code,
});

export const routing = z.strictObject({ rules: z.array(routingRule), defaultFund: code });

/** Money put into a unit's account of a fund. */
export const allotment = z.strictObject({
  fund: code,
  unit: unitCode,
  amount: yuanText.refine((it) => !it.startsWith('-'), '拨入的钱不能为负'),
  raisedOn: dayText,
  document: text,
  ...invention,
});

export type Fund = z.output<typeof fund>;
export type Routing = z.output<typeof routing>;
export type RoutingRule = z.output<typeof routingRule>;
export type Allotment = z.output<typeof allotment>;
