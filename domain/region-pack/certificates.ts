import { z } from 'zod';
import { code, days, dayText, invention, positive, text } from './scalars.ts';

/**
 * A kind of certificate. Where one number stands for several, as that of a person does for each of
 * several trades, `toldApartBy` names the facts that tell them apart.
 */
export const certificateKind = z.strictObject({
  code,
  name: text,
  toldApartBy: z.array(text).min(1).exactOptional(),
});

/** See `CertificateFormat` of certificate-number.ts; a pack adds only the mark of invention. */
export const certificateFormat = z
  .strictObject({
    kind: code,
    pattern: text
      .refine(isPattern, '不是可用的正则表达式')
      .refine(isQuick, '括号之后不能再写 *、+、{ }：重复写在单个字符或字符集之后')
      .refine(isFirm, '不定次数的 *、+、{ } 至多写 3 处，? 至多写 8 处：能定的写定次数'),
    validFrom: dayText.exactOptional(),
    validTo: dayText.exactOptional(),
    levelAt: positive.exactOptional(),
    levels: z.record(z.string().length(1, '写一个字符'), code).exactOptional(),
    yearAt: positive.exactOptional(),
    yearDigits: z
      .enum(['2', '4'])
      .transform((digits) => (digits === '2' ? 2 : 4))
      .exactOptional(),
    identityAt: positive.exactOptional(),
    bodyAt: positive.exactOptional(),
    bodies: z
      .array(text)
      .min(1)
      .refine((all) => all.every((it) => it.length === all[0]?.length), '各机构代码须一样长')
      .exactOptional(),
    pad: z
      .string()
      .regex(/^[0-9A-Z]{1,16}$/u, '只用数字和大写字母')
      .exactOptional(),
    ...invention,
  })
  .refine(({ validFrom = '', validTo = '9999-12-31' }) => validFrom <= validTo, {
    path: ['validTo'],
    error: '末日不能早于 validFrom',
  })
  .refine(({ bodyAt, bodies }) => (bodyAt === undefined) === (bodies === undefined), {
    path: ['bodies'],
    error: 'bodyAt 与 bodies 须一并写出',
  });

/**
 * One way to look a certificate up. `source` names which registry or exchange the office set up,
 * `registry` or `exchange` when left out; after `withinDays` without an answer the next way is
 * taken.
 */
export const lookUpWay = z.strictObject({
  by: z.enum(['registry', 'exchange', 'manual'], '写 registry、exchange 或 manual'),
  source: code.exactOptional(),
  withinDays: days.exactOptional(),
});

/**
 * How certificates of a kind are looked up, way by way; whatever stands last, a person is the end.
 * What is not found is asked again so many days after filing, then `next` goes on to the next way
 * and `manual` to a person.
 */
export const certificateSource = z.strictObject({
  kind: code,
  lookUp: z.array(lookUpWay).min(1, '至少写一种核验方式'),
  notFound: z
    .strictObject({
      askAgainAfterDays: z.array(days).min(1, '至少写一个天数'),
      then: z.enum(['next', 'manual'], '写 next 或 manual'),
    })
    .exactOptional(),
  recheckBeforePaymentDays: days.exactOptional(),
  document: text.exactOptional(),
  ...invention,
});

export type CertificateSource = z.output<typeof certificateSource>;
export type LookUpWay = z.output<typeof lookUpWay>;
export type CertificateKind = z.output<typeof certificateKind>;

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source.length > 0;
  } catch {
    return false;
  }
}

/** A repeated group can take for ever on a number that nearly fits; claimants choose numbers. */
function isQuick(pattern: string): boolean {
  return !/\)[*+{]/u.test(signsOf(pattern));
}

/** So can many open repeats one after the other: each tries every length that the others leave. */
function isFirm(pattern: string): boolean {
  const signs = signsOf(pattern)
    .replaceAll('(?', '(')
    .replaceAll(/\{\d+\}/gu, '');
  const open = signs.match(/[*+{]/gu) ?? [];
  const perhaps = signs.match(/\?/gu) ?? [];
  return open.length <= 3 && perhaps.length <= 8;
}

/** The pattern without what stands for itself: escaped signs and sets of them. */
const signsOf = (pattern: string): string =>
  pattern.replaceAll(/\\./gu, '').replaceAll(/\[[^\]]*\]/gu, '');
