import { columnName, type Cell, type RosterRow } from './cell.ts';
import { spellHeading } from './spelling.ts';
import type { RosterTemplate, TemplateColumn } from './template.ts';

/** A column of the template and where it stands in the file, from 0, with the file's heading. */
export type PlacedColumn = { column: TemplateColumn; at: number; heading: string };

export type Header =
  | { kind: 'found'; row: number; columns: readonly PlacedColumn[]; notes: string[] }
  | { kind: 'not-found'; reason: string };

const rowsSearched = 20;

/**
 * The row of headings: the template's, or the first of the first 20 that has every required one.
 * A required heading that is nowhere, or one that two columns have, keeps the file from being read.
 */
export function findHeader(template: RosterTemplate, rows: readonly RosterRow[]): Header {
  const first = rows.filter(({ row }) => row <= rowsSearched);
  const own = first.filter(({ row }) => row === template.headerRow);
  const tried = [...own, ...first].map((it) => ({ it, match: matchOf(template, it) }));
  const whole = tried.find(({ match }) => match.missing.length === 0);
  const best = whole ?? tried.toSorted((a, b) => b.match.placed.length - a.match.placed.length)[0];
  if (!best || best.match.placed.length === 0) {
    return { kind: 'not-found', reason: `前 ${String(rowsSearched)} 行中没有找到模板的表头` };
  }
  const { it, match } = best;
  if (match.missing.length > 0) {
    return {
      kind: 'not-found',
      reason: `第 ${String(it.row)} 行表头缺少：${match.missing.join('、')}`,
    };
  }
  if (match.twice.length > 0) {
    return { kind: 'not-found', reason: `表头中有重复的列：${match.twice.join('、')}` };
  }
  return { kind: 'found', row: it.row, columns: match.placed, notes: unread(match.unknown) };
}

type Match = {
  placed: PlacedColumn[];
  missing: string[];
  twice: string[];
  unknown: number[];
};

function matchOf({ columns }: RosterTemplate, { cells }: RosterRow): Match {
  const byHeading = new Map(
    columns.flatMap((column) => column.headings.map((it) => [spellHeading(it), column] as const)),
  );
  const placed: PlacedColumn[] = [];
  const twice: string[] = [];
  const unknown: number[] = [];
  for (const [at, cell] of cells.entries()) {
    const heading = headingOf(cell);
    const column = byHeading.get(heading);
    if (column === undefined) {
      if (cell !== null) unknown.push(at);
    } else if (placed.some((it) => it.column === column)) twice.push(column.headings[0] ?? '');
    else placed.push({ column, at, heading: shown(column, heading) });
  }
  const missing = columns
    .filter(({ required }) => required)
    .filter((column) => !placed.some((it) => it.column === column))
    .map(({ headings }) => headings[0] ?? '');
  return { placed, missing, twice, unknown };
}

/** The heading as the template spells it: what stands in the file is nobody's to repeat. */
const shown = ({ headings }: TemplateColumn, spelled: string): string =>
  headings.find((it) => spellHeading(it) === spelled) ?? '';

function headingOf(cell: Cell): string {
  if (typeof cell === 'string') return spellHeading(cell);
  if (cell !== null && 'x' in cell && cell.x === 'merged') return spellHeading(cell.t ?? '');
  return '';
}

function unread(columns: readonly number[]): string[] {
  if (columns.length === 0) return [];
  const names = columns.slice(0, 20).map((at) => columnName(at + 1));
  return [`${names.join('、')} 列的标题不在模板中，没有读取`];
}
