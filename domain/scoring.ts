import { addText, compareText, divideText, multiplyText, roundText } from './decimal-text.ts';
import type { AnnexRow, AnnexSection, PrintedFigure, Scoring } from './evaluation.ts';

/** The figures by id, each with its exact value in the base unit, null for a blank one. */
export type ValueOf = (figure: string) => string | null | undefined;

/**
 * The points a target earns: its whole weight when it is met, else as much of it as the outcome is
 * of the target, or the target of an outcome that should not exceed it; to so many places, half up.
 * Undefined for a row that earns none; 0 where either number is blank.
 */
export function pointsOf(
  { figure, outcome, weight, score = 'at-least' }: AnnexRow,
  valueOf: ValueOf,
  places: number,
): string | undefined {
  if (weight === undefined || outcome === undefined) return undefined;
  const [target, reached] = [valueOf(figure), valueOf(outcome)];
  const [part, whole] = score === 'at-least' ? [reached, target] : [target, reached];
  if (part === undefined || part === null || whole === undefined || whole === null) {
    return roundText('0', places);
  }
  if (compareText(part, whole) >= 0) return roundText(weight, places);
  return divideText(multiplyText(weight, part), whole, places);
}

/** The points of all targets together, each rounded first, as the printed table adds them up. */
export function totalPoints(
  sections: readonly AnnexSection[],
  valueOf: ValueOf,
  places: number,
): string {
  const points = rowsOf(sections).map((row) => pointsOf(row, valueOf, places) ?? '0');
  return roundText(points.reduce(addText, '0'), places);
}

/** The weights of all targets together. */
export function totalWeight(sections: readonly AnnexSection[]): string {
  return rowsOf(sections)
    .map(({ weight = '0' }) => weight)
    .reduce(addText, '0');
}

/** The first grade whose points are reached; the last where none is. */
export function gradeOf({ grades }: Pick<Scoring, 'grades'>, points: string): string {
  const reached = grades.find(({ atLeast }) => compareText(points, atLeast) >= 0);
  return (reached ?? grades.at(-1))?.name ?? '';
}

/**
 * The grade as a figure, so that the text of a report can print it by the name \`score-grade\`;
 * nothing where the annex does not score.
 */
export function gradeFigure(
  scoring: Scoring | undefined,
  sections: readonly AnnexSection[],
  figures: Readonly<Record<string, PrintedFigure>>,
): Record<string, PrintedFigure> {
  const [first] = Object.values(figures);
  if (!scoring || !first) return {};
  const value = totalPoints(sections, (id) => figures[id]?.value, scoring.places);
  const { period } = Object.values(figures).find(({ id }) => id === 'score-total') ?? first;
  const printed = gradeOf(scoring, value);
  const grade = { id: 'score-grade', label: scoring.grade, kind: 'compiled', period } as const;
  return { 'score-grade': { ...grade, value, printed, unit: '' } };
}

const rowsOf = (sections: readonly AnnexSection[]): AnnexRow[] =>
  sections.flatMap(({ groups }) => groups.flatMap(({ rows }) => rows));
