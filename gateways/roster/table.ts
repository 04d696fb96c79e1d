import type { Cell } from '../../domain/roster/cell.ts';
import { columnsMax } from './limits.ts';
import { FileRefused } from './file-refused.ts';

export const formats = ['xlsx', 'xls', 'csv'] as const;
export type RosterFormat = (typeof formats)[number];

/** What a reader made of a file: its rows as JSON, and what it has to tell of the rest. */
export type Table = { format: RosterFormat; rows: RowStore; notes: string[] };

/** An area of merged cells: rows and columns from 1, both ends included. */
export type Area = { rows: [number, number]; columns: [number, number] };

/** What Excel itself holds in one cell at most. */
const cellCharactersMax = 32_767;
const charactersMax = 64_000_000;
const mergedCellsMax = 1_000_000;

/**
 * The rows of one sheet in the order of the file, each kept as the JSON line that is sent on:
 * `[row, ...cells]`. A row with nothing in it is not kept. Throws FileRefused beyond its limits.
 */
export class RowStore {
  readonly #lines: string[] = [];
  readonly #numbers: number[] = [];
  readonly #rowsMax: number;
  #characters = 0;
  /** Whether anything stood beyond the last column that is read. */
  beyond = false;
  hidden: number[] = [];

  constructor(rowsMax: number) {
    this.#rowsMax = rowsMax;
  }

  add(row: number, cells: Cell[], hidden = false): void {
    let length = Math.min(cells.length, columnsMax);
    if (!this.beyond && cells.slice(length).some((cell) => (cell ?? null) !== null)) {
      this.beyond = true;
    }
    while (length > 0 && (cells[length - 1] ?? null) === null) length -= 1;
    if (length === 0) return;
    if (this.#lines.length >= this.#rowsMax) throw new FileRefused('too-many-rows');
    const line = JSON.stringify([row, ...cells.slice(0, length)]);
    this.#characters += line.length;
    if (this.#characters > charactersMax) throw new FileRefused('too-much-text');
    this.#lines.push(line);
    this.#numbers.push(row);
    if (hidden) this.hidden.push(row);
  }

  /** Marks every cell of the areas as merged: the first keeps its text, for headings. */
  merge(areas: readonly Area[]): void {
    let cells = 0;
    for (const { rows, columns } of areas) {
      const [first, last] = [columns[0], Math.min(columns[1], columnsMax)];
      for (let at = this.#from(rows[0]); (this.#numbers[at] ?? Infinity) <= rows[1]; at += 1) {
        cells += Math.max(1, last - first + 1);
        if (cells > mergedCellsMax) throw new FileRefused('too-many-merges');
        this.#mark(at, first, last);
      }
    }
  }

  /** The lines as they are sent; each is given up once, so that memory shrinks on the way. */
  *lines(): Generator<string> {
    for (const line of this.#lines) yield line;
  }

  #from(row: number): number {
    let [low, high] = [0, this.#numbers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #mark(at: number, first: number, last: number): void {
    const line: unknown[] = JSON.parse(this.#lines[at] ?? '[]');
    for (let column = first; column <= last; column += 1) {
      const text = line[column];
      line[column] = { x: 'merged', ...(typeof text === 'string' && { t: text }) };
    }
    this.#lines[at] = JSON.stringify(Array.from(line, (cell) => cell ?? null));
  }
}

/** A text as a cell: nothing for nothing, and no more than a cell can hold. */
export function textCell(text: string): Cell {
  if (text.trim() === '') return null;
  return text.length > cellCharactersMax ? { x: 'too-long' } : text;
}

/** What is told of columns and rows that nobody may have meant to send. */
export function notesOn({ beyond, hidden }: RowStore): string[] {
  const notes: string[] = [];
  if (beyond) notes.push(`第 ${String(columnsMax)} 列以后的内容没有读取`);
  if (hidden.length > 0) {
    const shown = hidden.slice(0, 20).join('、');
    notes.push(`有 ${String(hidden.length)} 行被隐藏，仍已读取：第 ${shown} 行`);
  }
  return notes;
}
