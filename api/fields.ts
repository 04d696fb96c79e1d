import { z } from 'zod';
import { isIsoDate, isMonth } from '../domain/days.ts';
import { spellCertificateNumber } from '../domain/certificate-number.ts';
import { halfWidth } from '../domain/half-width.ts';
import { checkIdentityNumber, holdsIdentityNumber } from '../domain/identity-number.ts';
import { isUuid } from '../domain/ids.ts';
import { isNegative, isYuan } from '../domain/money.ts';

/** The fields of requests, each with a Chinese sentence for what is expected. */
export const uuidField = z.string('须为 UUID').refine(isUuid, '须为小写 UUID');
export const dayField = z.string('须为日期').refine(isIsoDate, '日期写成 YYYY-MM-DD，且当日存在');
export const monthField = z.string('须为月份').refine(isMonth, '月份写成 YYYY-MM');
export const yuanField = z
  .string('金额写成文本')
  .refine(isYuan, '金额写成两位小数，例如 1200.00')
  .refine((amount) => !isYuan(amount) || !isNegative(amount), '金额不能为负数');
export const codeField = z
  .string('须为代码')
  .regex(/^[0-9A-Za-z]+(-[0-9A-Za-z]+)*$/u, '代码只用字母、数字和短横线')
  .max(64, '代码不超过 64 个字符');

/** Controls, half characters, other line ends, and letters that are drawn as nothing. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/u;

/** Text that people read and mails quote: one line, all of it visible, no identity number. */
export const textField = (max: number): z.ZodType<string, string> =>
  z
    .string('须为文本')
    .trim()
    .min(1, { error: '不能为空', abort: true })
    .max(max, { error: `不超过 ${String(max)} 个字符`, abort: true })
    .refine((text) => !unseen.test(text), '含有不可见或不完整的字符')
    .refine((text) => !holdsIdentityNumber(text), '不得写入身份证号码');

export const nameField = (max: number): z.ZodType<string, string> =>
  textField(max).refine((text) => /[\p{L}\p{Script=Han}]/u.test(text), '至少有一个汉字或字母');

/** A number as long as a person's or an account's, also of four digits at a time. */
const longNumber =
  /(?<![0-9])(?:[0-9]{16,19}|[0-9]{17}[Xx]|[0-9]{4}(?:-[0-9]{4}){3}(?:-[0-9]{1,3})?)(?![0-9])/u;

/** Number or file name of a document: no number of a person, a card or an account. */
export const referenceField = (max: number): z.ZodType<string, string> =>
  textField(max).refine(
    (text) => holdsIdentityNumber(text) || !longNumber.test(halfWidth(text)),
    '不得写入身份证号码、银行卡号或账号（16 至 19 位数字）',
  );

export const accountNumberField = z
  .string('须为文本')
  .regex(/^[0-9]{8,32}$/u, '账号为 8 至 32 位数字');

export const smallCount = (max: number) =>
  z
    .int('须为整数')
    .min(1, '至少为 1')
    .max(max, `不超过 ${String(max)}`);

/** Page of a list, from 1; a query is text. */
export const pageField = z
  .string('须为页码')
  .regex(/^[1-9]\d{0,3}$/u, '页码为 1 至 9999')
  .transform(Number)
  .default(1);

/** A citizen identity number, answered in its one spelling. */
export const identityField = z
  .string('须为文本')
  .max(40, '身份证号码应为 18 位')
  .transform((text, context) => {
    const check = checkIdentityNumber(text);
    if (check.kind === 'valid') return check.number;
    context.addIssue({ code: 'custom', message: identityFaults[check.reason] });
    return z.NEVER;
  });

/** A certificate's number in its one spelling, for one certificate is paid for once. */
export const certificateField = z
  .string('须为文本')
  .trim()
  .min(1, '不能为空')
  .max(64, '不超过 64 个字符')
  .transform((text, context) => {
    const number = spellCertificateNumber(text);
    if (number !== undefined) return number;
    context.addIssue({ code: 'custom', message: '证书编号只用数字、字母、汉字和短横线 -' });
    return z.NEVER;
  });

const identityFaults = {
  length: '身份证号码应为 18 位',
  characters: '身份证号码只能是数字，末位可为 X',
  'birth-date': '身份证号码中的出生日期不存在',
  'check-digit': '身份证号码校验位不符，请核对',
  'old-15-digits': '15 位身份证号码已停用，请填写 18 位号码',
} as const;
