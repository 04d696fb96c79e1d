import type { Cell } from '../../domain/roster/cell.ts';
import { dayCell } from './excel-day.ts';
import { FileRefused } from './file-refused.ts';
import { columnsMax } from './limits.ts';
import { unescaped } from './shared-strings.ts';
import { textCell, type Area, type RowStore } from './table.ts';
import { isOn } from './workbook-part.ts';
import { readXml, type Attributes } from './xml.ts';

const lastRow = 1_048_576;
const lastColumn = 16_384;
const areasMax = 100_000;

/** What the cells of a sheet mean. */
export type CellContext = {
  strings: readonly string[];
  dayStyles: readonly boolean[];
  date1904: boolean;
};

/**
 * Reads the cells of a sheet row by row, as they stand, whatever size the sheet says it has. Rows
 * and cells come in order, each once; anything else is a damaged file. Answers the merged areas.
 */
export async function readSheet(
  chunks: AsyncIterable<Buffer>,
  context: CellContext,
  rows: RowStore,
): Promise<Area[]> {
  const areas: Area[] = [];
  const reader = new RowReader(context, rows);
  let inData = false;
  let isSheet = false;
  await readXml(chunks, {
    open(name, attributes) {
      if (name === 'worksheet') isSheet = true;
      else if (name === 'sheetData') inData = true;
      else if (inData) reader.open(name, attributes);
      else if (name === 'mergeCell') {
        areas.push(areaOf(attributes['ref'] ?? ''));
        if (areas.length > areasMax) throw new FileRefused('too-many-merges');
      }
    },
    text: (text) => reader.text(text),
    close(name) {
      if (name === 'sheetData') inData = false;
      else if (inData) reader.close(name);
    },
  });
  if (!isSheet) throw new FileRefused('no-sheet');
  return areas;
}

class RowReader {
  readonly #context: CellContext;
  readonly #rows: RowStore;
  #row = 0;
  #hidden = false;
  #cells: Cell[] = [];
  #column = 0;
  #cell: Attributes = {};
  #formula = false;
  #value: string | undefined;
  #inline = '';
  #reading: 'value' | 'inline' | undefined;
  #phonetic = false;

  constructor(context: CellContext, rows: RowStore) {
    this.#context = context;
    this.#rows = rows;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'row') this.#openRow(attributes);
    else if (name === 'c') this.#openCell(attributes);
    else if (name === 'f') this.#formula = true;
    else if (name === 'v') [this.#reading, this.#value] = ['value', ''];
    else if (name === 'rPh') this.#phonetic = true;
    else if (name === 't' && !this.#phonetic) this.#reading = 'inline';
  }

  text(text: string): void {
    if (this.#reading === 'value') this.#value = (this.#value ?? '') + text;
    else if (this.#reading === 'inline') this.#inline += text;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#reading = undefined;
    else if (name === 'rPh') this.#phonetic = false;
    else if (name === 'c' && this.#column <= columnsMax + 1) {
      while (this.#cells.length < this.#column - 1) this.#cells.push(null);
      this.#cells[this.#column - 1] = this.#read();
    } else if (name === 'row') this.#rows.add(this.#row, this.#cells, this.#hidden);
  }

  #openRow({ r, hidden }: Attributes): void {
    const row = r === undefined ? this.#row + 1 : Number(/^\d{1,7}$/u.exec(r)?.[0]);
    if (!(row > this.#row && row <= lastRow)) throw new FileRefused('damaged', this.#row + 1);
    this.#row = row;
    this.#hidden = isOn(hidden);
    this.#cells = [];
    this.#column = 0;
  }

  #openCell(attributes: Attributes): void {
    const { r } = attributes;
    const place = r === undefined ? undefined : placeOf(r);
    const column = place?.column ?? this.#column + 1;
    const fits = r === undefined || place?.row === this.#row;
    if (!fits || column <= this.#column || column > lastColumn) {
      throw new FileRefused('damaged', this.#row);
    }
    this.#column = column;
    this.#cell = attributes;
    this.#formula = false;
    this.#value = undefined;
    this.#inline = '';
  }

  #read(): Cell {
    if (this.#formula) return { x: 'formula' };
    const { t: type = 'n', s: style } = this.#cell;
    if (type === 'inlineStr') return textCell(unescaped(this.#inline));
    const value = this.#value;
    if (value === undefined || value === '') return null;
    const { strings, dayStyles, date1904 } = this.#context;
    switch (type) {
      case 's': {
        const text = /^\d+$/u.test(value) ? strings[Number(value)] : undefined;
        return text === undefined ? { x: 'broken' } : textCell(text);
      }
      case 'str':
        return textCell(unescaped(value));
      case 'b':
        return { x: 'boolean' };
      case 'e':
        return { x: 'error' };
      case 'd':
        return { d: value.slice(0, 10) };
      case 'n': {
        const number = Number(value);
        if (!Number.isFinite(number) || value.length > 40) return { x: 'broken' };
        return dayStyles[Number(style ?? 0)] ? dayCell(number, date1904) : { n: value.trim() };
      }
      default:
        return { x: 'broken' };
    }
  }
}

function areaOf(ref: string): Area {
  const [from = '', to = from] = ref.split(':');
  const [first, last] = [placeOf(from), placeOf(to)];
  if (!first || !last) throw new FileRefused('damaged');
  const ordered = (a: number, b: number): [number, number] => (a <= b ? [a, b] : [b, a]);
  return {
    rows: ordered(first.row, last.row),
    columns: ordered(first.column, last.column),
  };
}

/** The row and column of a name like AB12; undefined for anything else. */
function placeOf(name: string): { row: number; column: number } | undefined {
  const match = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/u.exec(name);
  if (!match) return undefined;
  let column = 0;
  for (const letter of match[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(match[2]), column };
}
