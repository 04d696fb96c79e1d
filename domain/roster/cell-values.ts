import { isIsoDate } from '../days.ts';
import { halfWidth } from '../half-width.ts';
import { cellFaults, type Cell } from './cell.ts';

/** What a cell says for its field; a reason where it does not say it in a way that is taken. */
export type CellReading = { value: string } | { reason: string } | undefined;

/** Text of people: a number is not turned into text, for nobody would be called that. */
export function readText(cell: Cell): CellReading {
  return read(cell, (text) => ({ value: withoutInnerSpaces(text) }));
}

/**
 * A number that is a name: of a person, a certificate. Excel keeps 15 digits of a number and puts
 * zeros for the others, and no leading zero, so that only text is taken.
 */
export function readNumberName(cell: Cell): CellReading {
  const advice = { reason: '此格是数字，末几位可能已丢失；请将该列设为文本格式后重新填写号码' };
  if (typeof cell === 'object' && cell !== null && 'n' in cell) return advice;
  return read(cell, (text) =>
    /^\d(?:\.\d+)?E\+?\d+$/iu.test(halfWidth(text))
      ? advice
      : { value: text.replace(/^['‘’]/u, '') },
  );
}

/** A word or a code; a whole number is its digits. */
export function readWord(cell: Cell): CellReading {
  if (typeof cell === 'object' && cell !== null && 'n' in cell) {
    const digits = plainNumber(cell.n);
    return digits === undefined ? { reason: '此格是数字，请填写文字' } : { value: digits };
  }
  return read(cell, (text) => ({ value: text }));
}

/** A day, as a date of the program or as text in one of the usual spellings; never guessed. */
export function readDay(cell: Cell): CellReading {
  const reason = '日期写成 2020-03-02，或设为日期格式';
  if (typeof cell === 'object' && cell !== null) {
    if ('d' in cell) return { value: cell.d };
    if ('n' in cell) return dayOfDigits(cell.n) ?? { reason };
  }
  return read(cell, (text) => {
    const plain = halfWidth(text);
    const match =
      /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?(?:00:00(?::00)?)?$/u.exec(plain);
    if (!match) return dayOfDigits(plain) ?? { reason };
    const [, year = '', month = '', day = ''] = match;
    return existing(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  });
}

/** An amount in yuan with two decimals, from 1200, 1,200.00 or ¥1200元. */
export function readYuan(cell: Cell): CellReading {
  const reason = '金额写成数字，最多两位小数，例如 1200.00';
  return readNumeric(cell, reason, (plain) => {
    const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/u.exec(plain);
    if (!match) return { reason };
    const [, sign = '', whole = '', fen = ''] = match;
    return { value: `${sign}${whole.replace(/^0+(?=\d)/u, '')}.${fen.padEnd(2, '0')}` };
  });
}

/** Decimal text without needless zeros. */
export function readDecimal(cell: Cell): CellReading {
  const reason = '写成数字';
  return readNumeric(cell, reason, (plain) =>
    /^-?\d{1,15}(?:\.\d{1,10})?$/u.test(plain)
      ? { value: plain.replace(/^(-?)0+(?=\d)/u, '$1') }
      : { reason },
  );
}

function readNumeric(cell: Cell, reason: string, of: (plain: string) => CellReading): CellReading {
  if (typeof cell === 'object' && cell !== null && 'n' in cell) {
    const plain = plainNumber(cell.n);
    return plain === undefined ? { reason } : of(plain);
  }
  return read(cell, (text) => {
    const plain = halfWidth(text)
      .replace(/^[¥￥]/u, '')
      .replace(/元$/u, '');
    const grouped = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(plain);
    return of(grouped ? plain.replaceAll(',', '') : plain);
  });
}

/**
 * A number of a file as people see it: programs store 1200.1 as 1200.0999999999999 and show 15
 * digits. Undefined where it is none, or beyond 15 digits.
 */
function plainNumber(written: string): string | undefined {
  const value = Number(written);
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return undefined;
  const shown = Number(value.toPrecision(15));
  const plain = shown.toFixed(10).replace(/\.?0+$/u, '');
  return plain === '-0' ? '0' : plain;
}

function dayOfDigits(text: string): CellReading {
  const match = /^((?:19|20)\d\d)(\d\d)(\d\d)$/u.exec(text);
  return match ? existing(`${match[1] ?? ''}-${match[2] ?? ''}-${match[3] ?? ''}`) : undefined;
}

const existing = (day: string): CellReading =>
  isIsoDate(day) ? { value: day } : { reason: cellFaults['no-such-day'] };

function read(cell: Cell, of: (text: string) => CellReading): CellReading {
  if (cell === null) return undefined;
  if (typeof cell === 'string') {
    const text = cell.trim();
    if (text.includes('\uFFFD')) return { reason: '含有无法识别的字符，请检查文件编码' };
    return text === '' ? undefined : of(text);
  }
  if ('x' in cell) return { reason: cellFaults[cell.x] };
  if ('d' in cell) return { reason: '此格是日期，请改为文本' };
  return { reason: '此格是数字，请填写文字' };
}

/** A name of two characters is often spread out with a space, which is no part of it. */
function withoutInnerSpaces(text: string): string {
  return text.replaceAll(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
}
