import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { GoodRow, RowFault } from '../../db/roster-file.ts';
import type { PackInForce } from '../../db/pack.ts';
import type { NewLine } from '../../db/claim-filing.ts';
import type { IsoDate } from '../../domain/days.ts';
import type { RosterRow } from '../../domain/roster/cell.ts';
import { nameOfField } from '../../domain/roster/default-columns.ts';
import { findHeader, type Header } from '../../domain/roster/header.ts';
import { fieldOfPath, readRow, type FieldFault } from '../../domain/roster/read-row.ts';
import type { RosterTemplate } from '../../domain/roster/template.ts';
import { lineSchema, prepareEach, repeated, type LineRequest } from '../claim-lines.ts';
import type { Fault } from '../errors.ts';

/** A file may hold so many rows under its headings. */
export const dataRowsMax = 100_000;

export type CheckedRows =
  | { kind: 'unreadable'; reason: string }
  | { kind: 'checked'; good: GoodRow[]; faults: RowFault[]; notes: string[] };

type Candidate = { row: number; line: LineRequest; prepared: NewLine };

const chinese = z.locales.zhCN().localeError;
/** Checked without letting others have their turn. */
const rowsInOneGo = 100;

/**
 * Checks the rows of a file as they come with the checks of a filing, and in the end what only all
 * of them show. A row with a fault is not good; its faults stand under the headings of the file.
 */
export class RowChecks {
  readonly #inForce: PackInForce;
  readonly #template: RosterTemplate;
  readonly #filedOn: IsoDate;
  readonly #ofClaim: readonly string[];
  readonly #faults: RowFault[] = [];
  readonly #candidates: Candidate[] = [];
  #header: Header | undefined;
  #rowsRead = 0;

  constructor(inForce: PackInForce, template: RosterTemplate, filedOn: IsoDate) {
    this.#inForce = inForce;
    this.#template = template;
    this.#filedOn = filedOn;
    const facts = inForce.pack.facts ?? [];
    this.#ofClaim = facts.filter(({ of }) => of === 'claim').map(({ code }) => code);
  }

  /** The next rows of the file; the first time, those among which the headings are. */
  async take(rows: readonly RosterRow[]): Promise<void> {
    this.#header ??= findHeader(this.#template, rows);
    if (this.#header.kind === 'not-found' || this.#rowsRead > dataRowsMax) return;
    const headerRow = this.#header.row;
    const data = rows.filter(({ row }) => row > headerRow);
    for (let at = 0; at < data.length; at += rowsInOneGo) {
      this.#check(data.slice(at, at + rowsInOneGo));
      await setImmediate();
    }
  }

  /** What the file holds, once all of it was taken. */
  finish(): CheckedRows {
    const header = this.#header;
    if (header?.kind !== 'found') return unreadable(header?.reason ?? '文件中没有内容');
    if (this.#rowsRead === 0) return unreadable('表头之下没有内容');
    if (this.#rowsRead > dataRowsMax) {
      return unreadable(`超过 ${String(dataRowsMax)} 行，请分成几个文件`);
    }
    const rowNo = (at: number): number => this.#candidates[at]?.row ?? 0;
    const prepared = this.#candidates.map((it) => it.prepared);
    const twice = faultsByLine(repeated(prepared, rowNo));
    for (const [at, wrong] of twice) this.#note(rowNo(at), wrong.map(fieldFault));
    const good = this.#candidates
      .filter((_, at) => !twice.has(at))
      .map(({ row, line }) => ({ row, line }));
    // Stable: the faults of one row stay in the order of its checks.
    return { kind: 'checked', good, faults: this.#faults.toSorted(byRow), notes: header.notes };
  }

  #check(rows: readonly RosterRow[]): void {
    const sound: { row: number; line: LineRequest }[] = [];
    for (const row of rows) {
      const checked = checkRow(this.#template, this.#header, row);
      if (checked === undefined) continue;
      this.#rowsRead += 1;
      if ('line' in checked) sound.push({ row: row.row, line: checked.line });
      else this.#note(row.row, checked.faults);
    }
    const claim = { scheme: this.#template.scheme.code, filedOn: this.#filedOn };
    const lines = sound.map(({ line }) => line);
    const prepared = prepareEach(this.#inForce, claim, lines);
    const byLine = faultsByLine(prepared.faults.filter(({ path }) => !this.#asksClaim(path)));
    for (const [at, { row, line }] of sound.entries()) {
      const wrong = byLine.get(at);
      const own = prepared.lines[at];
      if (wrong) this.#note(row, wrong.map(fieldFault));
      else if (own) this.#candidates.push({ row, line, prepared: own });
    }
  }

  /** What the claim as a whole has to say is asked for when it is filed. */
  #asksClaim(path: string): boolean {
    const [, first, code = ''] = path.split('/');
    return first === 'facts' && this.#ofClaim.includes(code);
  }

  #note(row: number, wrong: readonly FieldFault[]): void {
    for (const { field, reason } of wrong) {
      this.#faults.push({ row, heading: this.#headingOf(field), reason });
    }
  }

  #headingOf(field: string): string {
    const placed = this.#header?.kind === 'found' ? this.#header.columns : [];
    const found = placed.find(({ column }) => column.field === field)?.heading;
    return found ?? nameOfField(this.#inForce.pack, field);
  }
}

const unreadable = (reason: string): CheckedRows => ({ kind: 'unreadable', reason });

type Checked = { line: LineRequest } | { faults: FieldFault[] } | undefined;

/** What the row says by itself; undefined for one with nothing in the columns of the template. */
function checkRow(template: RosterTemplate, header: Header | undefined, row: RosterRow): Checked {
  const read = header?.kind === 'found' ? readRow(template, header.columns, row) : undefined;
  if (read === undefined) return undefined;
  if (read.line === undefined) return { faults: read.faults };
  const parsed = lineSchema.safeParse(read.line, { error: chinese });
  const known = new Set(read.faults.map(({ field }) => field));
  const found = (parsed.success ? [] : parsed.error.issues)
    .map(({ path, message }) => ({ path: path.join('/'), reason: message }))
    .map(fieldFault)
    .filter(({ field }) => !known.has(field));
  const faults = [...read.faults, ...found];
  return faults.length === 0 && parsed.success ? { line: parsed.data } : { faults };
}

const fieldFault = ({ path, reason }: Fault): FieldFault => ({ field: fieldOfPath(path), reason });

/** Faults with paths like '3/level', by their line, paths from the line on. */
function faultsByLine(faults: readonly Fault[]): Map<number, Fault[]> {
  const byLine = new Map<number, Fault[]>();
  for (const { path, reason } of faults) {
    const slash = path.indexOf('/');
    const at = Number(path.slice(0, slash));
    const known = byLine.get(at) ?? [];
    known.push({ path: path.slice(slash + 1), reason });
    byLine.set(at, known);
  }
  return byLine;
}

const byRow = (a: RowFault, b: RowFault): number => a.row - b.row;
