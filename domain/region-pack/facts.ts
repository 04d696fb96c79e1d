import { z } from 'zod';
import { code, codes, text } from './scalars.ts';

/**
 * What kind of value a fact has: a plain number, an amount in yuan, one of listed codes, a day,
 * true and false, or an organisation by its unified social credit code.
 */
export const factKinds = ['number', 'yuan', 'choice', 'day', 'yes-no', 'organisation'] as const;
export type FactKind = (typeof factKinds)[number] | 'set';

/** Whom a region's own fact tells of: where it is filed, or which list of the pack carries it. */
export const factHolders = ['line', 'claim', 'occupation', 'course'] as const;

/** A fact of the region's own, for rules that ask what no other region asks. */
export const ownFact = z.strictObject({
  code,
  name: text,
  kind: z.enum(factKinds, `事实的类型只能是 ${factKinds.join('、')}`),
  of: z.enum(factHolders, `事实只能属于 ${factHolders.join('、')}`),
  values: z
    .array(z.strictObject({ code, name: text }))
    .min(1)
    .exactOptional(),
});

/** Values of own facts, as an occupation or a course of the pack carries them. */
export const factValues = z.record(code, text);

/** Own facts that a scheme asks of a line or a claim, and those it takes when they are given. */
export const askedFacts = { asks: codes.exactOptional(), mayGive: codes.exactOptional() };

export type OwnFact = z.output<typeof ownFact>;

/** Every fact the program knows of itself, with its kind and its Chinese name in explanations. */
export const knownFacts: Readonly<Record<string, { kind: FactKind; name: string }>> = {
  scheme: { kind: 'choice', name: '补贴种类' },
  group: { kind: 'choice', name: '人员类别' },
  attributes: { kind: 'set', name: '人员身份' },
  listed: { kind: 'set', name: '所在名单' },
  class: { kind: 'choice', name: '工种类别' },
  occupation: { kind: 'choice', name: '工种' },
  course: { kind: 'choice', name: '项目' },
  level: { kind: 'choice', name: '等级' },
  certificateKind: { kind: 'choice', name: '证书种类' },
  certified: { kind: 'yes-no', name: '证书已核验' },
  claimantKind: { kind: 'choice', name: '申报主体' },
  unit: { kind: 'choice', name: '受理单位' },
  unitKind: { kind: 'choice', name: '受理单位类别' },
  instalment: { kind: 'choice', name: '拨付期' },
  sex: { kind: 'choice', name: '性别' },
  months: { kind: 'number', name: '月数' },
  hours: { kind: 'number', name: '课时' },
  feePaid: { kind: 'yuan', name: '实际缴费' },
  trainingDays: { kind: 'number', name: '培训天数' },
  classSize: { kind: 'number', name: '本次申报人数' },
  ageAtStart: { kind: 'number', name: '开始培训时周岁' },
  ageAtEnd: { kind: 'number', name: '结束培训时周岁' },
  ageAtFiling: { kind: 'number', name: '申报时周岁' },
  ageAtIssue: { kind: 'number', name: '发证时周岁' },
  bornOn: { kind: 'day', name: '出生日' },
  startedOn: { kind: 'day', name: '培训开始日' },
  endedOn: { kind: 'day', name: '培训结束日' },
  filedOn: { kind: 'day', name: '申报日' },
  acceptedOn: { kind: 'day', name: '受理日' },
  certificateIssuedOn: { kind: 'day', name: '发证日' },
};
