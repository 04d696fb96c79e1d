import { identityCheckDigit } from '../../../domain/identity-number.ts';
import type { FileRefusal } from '../../../gateways/roster/file-refused.ts';
import {
  cellName,
  csvText,
  headings,
  inline,
  rowXml,
  textRow,
  xlsxFile,
  type Pieces,
} from '../roster-file.ts';

/**
 * What must become of a file: refused as a whole, for one reason or for any; or read, with so many
 * good rows and faults in these rows; or either, where a file is broken at random.
 */
export type Expected =
  | { file: FileRefusal | 'headings' | 'any' }
  | { good: number; wrong?: readonly number[] }
  | 'an answer';

export type HostileFile = { name: string; make: () => Buffer; expect: Expected };

export const refusedFor = (file: FileRefusal | 'headings' | 'any'): Expected => ({ file });

/** Row 2 is good, row 3 is not. */
export const oneWrong: Expected = { good: 1, wrong: [3] };

let serial = 0;

/** A row of six texts that Ningxia's pack takes, each time another person. */
export function rightRow(change: Record<number, string> = {}): string[] {
  serial += 1;
  const month = String((serial % 12) + 1).padStart(2, '0');
  const digits = `6401211990${month}01${String(serial % 1_000).padStart(3, '0')}`;
  const certificate = `HG642026${String(serial).padStart(8, '0')}`;
  const row = ['学员甲', `${digits}${identityCheckDigit(digits)}`, '农村转移劳动者', certificate];
  return [...row, '2025-11-03', '2025-11-21'].map((value, at) => change[at] ?? value);
}

/** The headings and one right row, as the rows of a sheet; `more` follows from row 3 on. */
export const rightRows = (more = ''): string =>
  textRow(1, headings) + textRow(2, rightRow()) + more;

/** A workbook that is right but for what is given. */
export const bookWith = (of: Partial<Pieces>): Buffer => xlsxFile({ rows: rightRows(), ...of });

const columns = { name: 1, identity: 2, started: 5 } as const;

/** Row 3 with one of its cells put in the place of the right one. */
export function rowWith(column: keyof typeof columns, cell: (place: string) => string): string {
  const at = columns[column];
  const cells = rightRow().map((text, index) =>
    index + 1 === at ? cell(cellName(3, at)) : inline(3, index + 1, text),
  );
  return rowXml(3, cells);
}

/** Style 1 shows days; the styles refer to each other in a circle. */
export const dayStyles =
  '<styleSheet><cellStyleXfs><xf xfId="0"/></cellStyleXfs>' +
  '<cellXfs><xf numFmtId="0" xfId="1"/><xf numFmtId="14" xfId="0"/></cellXfs></styleSheet>';

/** A CSV with a right row 2; these follow. */
export const rightText = (...rows: string[][]): string => csvText([headings, rightRow(), ...rows]);

/** Numbers that look random and are the same in every run. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

/** Copies of a file with some bytes changed, or with its end missing. */
export function broken(name: string, file: () => Buffer, count: number): HostileFile[] {
  const cut = Array.from({ length: count }, (_, at) => ({
    name: `${name} cut after ${String(at + 1)} of ${String(count + 1)} parts`,
    make: () => file().subarray(0, Math.floor((file().length * (at + 1)) / (count + 1))),
    expect: refusedFor('any'),
  }));
  const changed = Array.from({ length: count }, (_, seed) => ({
    name: `${name} with bytes changed, ${String(seed)}`,
    make: () => {
      const bytes = Buffer.from(file());
      const number = numbersFrom(seed + 1);
      for (let i = 0; i < 20; i += 1) bytes[number(bytes.length)] = number(256);
      return bytes;
    },
    expect: 'an answer' as const,
  }));
  return [...cut, ...changed];
}
