import { z } from 'zod';
import { isIsoDate, isMonth } from '../days.ts';
import { isDecimalText } from '../decimal-text.ts';
import { isYuan } from '../money.ts';

/**
 * The small values of a region pack. A pack is read without guessing types: every scalar arrives
 * as the text that stands in the file, so no amount ever passes through a binary number.
 */
export const text = z.string().trim().min(1, '此项不能为空');

export const code = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/u, '代码只用小写字母、数字和短横线，例如 rural-transfer');

export const yuanText = z.string().refine(isYuan, '金额写成两位小数，单位元，例如 1200.00');

export const decimalText = z.string().refine(isDecimalText, '写成普通小数，例如 0.95');

/** Of a hundred: 95 is 百分之九十五. */
export const percentText = z
  .string()
  .refine(isDecimalText, '百分数不带百分号，百分之九十五写成 95');

export const dayText = z.string().refine(isIsoDate, '日期写成 YYYY-MM-DD，且当日存在');

export const monthText = z.string().refine(isMonth, '月份写成 YYYY-MM');

export const whole = z
  .string()
  .regex(/^(0|[1-9]\d{0,8})$/u, '写成不带小数的数字')
  .transform(Number);

export const positive = whole.refine((value) => value > 0, '至少为 1');

/** A length of time is a hundred years at most: every last day is one that can be written. */
export const wholeMonths = whole.refine((value) => value <= 1200, '最多写 1200 个月');
export const months = wholeMonths.refine((value) => value > 0, '至少为 1');
export const wholeDays = whole.refine((value) => value <= 36600, '最多写 36600 天');
export const days = wholeDays.refine((value) => value > 0, '至少为 1');

export const dayOfMonth = positive.refine((day) => day <= 31, '写 1 至 31 中的一日');

export const yesNo = z.enum(['true', 'false'], '写 true 或 false').transform((it) => it === 'true');

/** First and last month, both included. */
export const period = z
  .strictObject({ from: monthText, to: monthText })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: '末月不能早于首月' });

/** How data that nobody published is marked, wherever it stands. */
export const invention = {
  invented: yesNo.exactOptional(),
  note: text.exactOptional(),
};

export const codes = z.array(code).min(1, '至少写一个代码');

export type Period = z.output<typeof period>;
