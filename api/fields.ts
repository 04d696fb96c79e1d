import { z } from 'zod';
import { isIsoDate, isMonth } from '../domain/days.ts';
import { isUuid } from '../domain/ids.ts';
import { isYuan } from '../domain/money.ts';

/** The fields of requests, each with a Chinese sentence for what is expected. */
export const uuidField = z.string('须为 UUID').refine(isUuid, '须为小写 UUID');
export const dayField = z.string('须为日期').refine(isIsoDate, '日期写成 YYYY-MM-DD，且当日存在');
export const monthField = z.string('须为月份').refine(isMonth, '月份写成 YYYY-MM');
export const yuanField = z.string('金额写成文本').refine(isYuan, '金额写成两位小数，例如 1200.00');
export const codeField = z
  .string('须为代码')
  .regex(/^[0-9A-Za-z]+(-[0-9A-Za-z]+)*$/u, '代码只用字母、数字和短横线')
  .max(64, '代码不超过 64 个字符');

/** Text that people read: one line, no control characters, no half characters. */
export const textField = (max: number): z.ZodType<string, string> =>
  z
    .string('须为文本')
    .trim()
    .min(1, '不能为空')
    .max(max, `不超过 ${String(max)} 个字符`)
    .refine((text) => /^[^\p{Cc}\p{Cs}]*$/u.test(text), '含有不可见或不完整的字符');

export const smallCount = (max: number) =>
  z
    .int('须为整数')
    .min(1, '至少为 1')
    .max(max, `不超过 ${String(max)}`);
