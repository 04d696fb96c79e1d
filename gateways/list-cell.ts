import { checkCreditCode } from '../domain/credit-code.ts';
import { firstDay, isIsoDate, isMonth, lastDay, type IsoDate } from '../domain/days.ts';
import { isDecimalText } from '../domain/decimal-text.ts';
import { halfWidth } from '../domain/half-width.ts';
import { checkIdentityNumber, holdsIdentityNumber } from '../domain/identity-number.ts';
import { isYuan } from '../domain/money.ts';
import type { ListColumn } from '../domain/region-pack/index.ts';

/** What the pack calls its occupations and levels, for columns that give them by name. */
export type CellNames = {
  occupations: readonly { code: string; name: string }[];
  levels: readonly { code: string; name: string }[];
};

/** A value in its one spelling, with the day it means in a column of days; or why it is none. */
export type Cell =
  | { kind: 'value'; value: string; day?: IsoDate }
  | { kind: 'empty' }
  | { kind: 'fault'; reason: string };

const textMax = 500;

/** The identity number or credit code that an entry is about. */
export function listKey(
  about: 'person' | 'organisation',
  cell: string,
): Exclude<Cell, { kind: 'empty' }> {
  const text = withoutQuote(cell);
  if (text === '') return fault('不能为空');
  return about === 'person' ? identity(text) : creditCode(text);
}

/** What stands in a further column. */
export function listCell(column: ListColumn, cell: string, names: CellNames): Cell {
  const text = withoutQuote(cell);
  if (text === '') return column.required ? fault('不能为空') : { kind: 'empty' };
  switch (column.kind) {
    case 'text':
      return plainText(text);
    case 'day':
      return day(text);
    case 'month':
      return month(text, column.use);
    case 'yuan':
      return yuan(text);
    case 'number': {
      const number = halfWidth(text).replaceAll(',', '');
      return isDecimalText(number) ? value(number) : fault('须为数字');
    }
    case 'credit-code':
      return creditCode(text);
    case 'occupation':
      return named(text, names.occupations);
    case 'level':
      return named(text, names.levels);
    case 'identity':
      return identity(text);
  }
}

const value = (text: string): Cell & { kind: 'value' } => ({ kind: 'value', value: text });
const fault = (reason: string): Cell & { kind: 'fault' } => ({ kind: 'fault', reason });

/** A spreadsheet marks a number that is text by a quote in front, which it writes along. */
const withoutQuote = (cell: string): string => cell.trim().replace(/^['’]/u, '').trim();

function identity(text: string) {
  const check = checkIdentityNumber(text);
  if (check.kind === 'valid') return value(check.number);
  const rounded = /^\d(\.\d+)?e\+\d+$/iu.test(halfWidth(text));
  return fault(rounded ? '号码被表格软件改成了数字，请将该列设为文本后重新导出' : '身份证号码有误');
}

function creditCode(text: string) {
  const check = checkCreditCode(text);
  return check.kind === 'invalid' ? fault('统一社会信用代码有误') : value(check.code);
}

function plainText(text: string): Cell {
  if (text.length > textMax) return fault(`不超过 ${String(textMax)} 个字符`);
  return holdsIdentityNumber(text) ? fault('不得写入身份证号码') : value(text);
}

/** Also as 2020/3/2, 2020.3.2, 20200302 and 2020年3月2日. */
function day(text: string): Cell {
  const parts = /^(\d{4})(?:[-/.年]?)(\d{1,2})(?:[-/.月]?)(\d{1,2})日?$/u.exec(halfWidth(text));
  const [, year = '', month = '', date = ''] = parts ?? [];
  const written = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (!isIsoDate(written)) return fault('日期写成 YYYY-MM-DD，且当日存在');
  return { kind: 'value', value: written, day: written };
}

/** As the first day of the month, or where the entry ends with it, as the last. */
function month(text: string, use: ListColumn['use']): Cell {
  const parts = /^(\d{4})[-/.年]?(\d{1,2})月?$/u.exec(halfWidth(text));
  const [, year = '', month = ''] = parts ?? [];
  const written = `${year}-${month.padStart(2, '0')}`;
  if (!isMonth(written)) return fault('月份写成 YYYY-MM');
  return {
    kind: 'value',
    value: written,
    day: use === 'to' ? lastDay(written) : firstDay(written),
  };
}

function yuan(text: string): Cell {
  const plain = halfWidth(text).replaceAll(',', '').replace(/元$/u, '');
  const [whole = '', decimals = ''] = plain.split('.');
  const written = `${whole}.${decimals.padEnd(2, '0')}`;
  return isYuan(written) ? value(written) : fault('金额有误，例如 1200.00');
}

/** The pack's own code where it has one by that name; else the text, for it is another's list. */
function named(text: string, known: readonly { code: string; name: string }[]): Cell {
  const found = known.find(({ code, name }) => code === text || name === text);
  return found ? value(found.code) : plainText(text);
}
