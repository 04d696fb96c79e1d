import { factOfField } from '../region-pack/rosters.ts';
import type { Cell, RosterRow } from './cell.ts';
import {
  readDay,
  readDecimal,
  readNumberName,
  readText,
  readWord,
  readYuan,
  type CellReading,
} from './cell-values.ts';
import { exampleName } from './example.ts';
import type { PlacedColumn } from './header.ts';
import { spellWord } from './spelling.ts';
import type { RosterTemplate, TemplateColumn } from './template.ts';

/** What is wrong with a field of a row. */
export type FieldFault = { field: string; reason: string };

/**
 * A row as the fields of a line, to be checked as a filing's; what could not be read is absent.
 * Without a line there is nothing to check.
 */
export type ReadRow = { line?: Record<string, unknown>; faults: FieldFault[] };

/** Reads one row by the columns found; undefined for a row with nothing in them. */
export function readRow(
  { scheme, columns: all }: RosterTemplate,
  columns: readonly PlacedColumn[],
  { cells }: RosterRow,
): ReadRow | undefined {
  const values = new Map<string, unknown>();
  const faults: FieldFault[] = [];
  let filled = false;
  for (const { column, at } of columns) {
    const cell = cells[at] ?? null;
    const read = valueOf(column, cell);
    filled ||= read !== undefined;
    if (read !== undefined && 'value' in read) values.set(column.field, read.value);
    else if (read !== undefined) faults.push({ field: column.field, reason: read.reason });
    else if (column.required) faults.push({ field: column.field, reason: '此项必填' });
  }
  if (!filled) return undefined;
  if (values.get('name') === exampleName) {
    return { faults: [{ field: 'name', reason: '这是模板中的示例行，请删除' }] };
  }
  const asked = all.some(({ field }) => field === 'certificateKind');
  const { certificateKinds: kinds } = scheme;
  const usual = asked && kinds.length > 1 ? undefined : kinds[0];
  const kind = values.get('certificateKind') ?? usual;
  if (values.has('certificateNumber') && kind === undefined) {
    faults.push({ field: 'certificateKind', reason: '填写了证书编号，须同时填写证书种类' });
  }
  return { line: lineOf(values, kind), faults };
}

function lineOf(values: ReadonlyMap<string, unknown>, kind: unknown): Record<string, unknown> {
  const line: Record<string, unknown> = { attributes: [] };
  const facts: Record<string, unknown> = {};
  for (const [field, value] of values) {
    const fact = factOfField(field);
    if (fact !== undefined) facts[fact] = value;
    else if (!field.startsWith('certificate')) line[field] = value;
  }
  const number = values.get('certificateNumber');
  if (number !== undefined && kind !== undefined) line['certificate'] = { kind, number };
  if (Object.keys(facts).length > 0) line['facts'] = facts;
  return line;
}

/** The template's field of a fault's path in a line, as a filing names it. */
export function fieldOfPath(path: string): string {
  const [first = '', second = ''] = path.split('/');
  if (first === 'certificate') return second === 'kind' ? 'certificateKind' : 'certificateNumber';
  return first === 'facts' ? `fact:${second}` : first;
}

type Reading = { value: unknown } | { reason: string } | undefined;

function valueOf(column: TemplateColumn, cell: Cell): Reading {
  switch (column.kind) {
    case 'text':
      return readText(cell);
    case 'number-name':
      return readNumberName(cell);
    case 'day':
      return readDay(cell);
    case 'yuan':
      return readYuan(cell);
    case 'decimal':
      return readDecimal(cell);
    case 'count':
      return countOf(readDecimal(cell));
    case 'code':
      return codeOf(column, readWord(cell));
    case 'codes':
      return codesOf(column, readWord(cell));
  }
}

/** Left as it is written where it is no whole number, for the filing's check to say so. */
function countOf(read: CellReading): Reading {
  return read !== undefined && 'value' in read ? { value: Number(read.value) } : read;
}

const unknownWord = { reason: '不在可填的值内，请按模板“可填值”表填写' };

function codeOf({ codeOf: codes }: TemplateColumn, read: CellReading): Reading {
  if (read === undefined || 'reason' in read) return read;
  const code = codes.get(spellWord(read.value));
  return code === undefined ? unknownWord : { value: code };
}

function codesOf(column: TemplateColumn, read: CellReading): Reading {
  if (read === undefined || 'reason' in read) return read;
  const whole = codeOf(column, read);
  if (whole !== undefined && 'value' in whole) return { value: [whole.value] };
  const words = read.value.split(/[、，,;；/|\s]+/u).filter((word) => word !== '');
  const found = words.map((word) => codeOf(column, { value: word }));
  const codes = found.flatMap((it) => (it !== undefined && 'value' in it ? [it.value] : []));
  return codes.length < words.length ? unknownWord : { value: [...new Set(codes)] };
}
