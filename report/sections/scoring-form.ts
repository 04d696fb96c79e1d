import type { TableCell } from 'pdfmake/interfaces.js';
import type { AnnexRow, AnnexSection, Scoring } from '../../domain/evaluation.ts';
import { gradeOf, pointsOf, totalPoints, totalWeight } from '../../domain/scoring.ts';
import { cell, head, left, span, valueText, vertical } from './annex-cells.ts';
import type { AnnexData, AnnexForm } from './annex-form.ts';

/**
 * Every target with its outcome, weight and points, then the total and the grade, under the words
 * of the region. Throws RangeError where the annex does not score.
 */
export function scoringForm(data: AnnexData): AnnexForm {
  const { scoring } = data.narrative.annex;
  if (!scoring) throw new RangeError('the annex does not score');
  return {
    columns: 8,
    widths: (characters) => [
      characters(1.3),
      characters(4.2),
      characters(4.2),
      '*',
      characters(6),
      characters(6),
      characters(3.2),
      characters(3.6),
    ],
    rows: (sections, { isLast }) => [
      ...scoredRows(sections, { data, scoring }),
      ...(isLast ? closingRows(data, scoring) : []),
    ],
  };
}

type Context = { data: AnnexData; scoring: Scoring };

function scoredRows(sections: readonly AnnexSection[], context: Context): TableCell[][] {
  const { side, level1, level2, item, target, outcome, weight, score } = context.scoring;
  const header = [level1, level2, item, target, outcome, weight, score].map(head);
  const rows = [header, ...sections.flatMap((section) => sectionRows(section, context))];
  const label: TableCell = { ...head(vertical(side)), rowSpan: rows.length };
  return rows.map((cells, position) => [position === 0 ? label : {}, ...cells]);
}

function sectionRows({ level1, groups }: AnnexSection, context: Context): TableCell[][] {
  const height = groups.reduce((rows, group) => rows + group.rows.length, 0);
  return groups.flatMap(({ level2, rows }, groupPosition) =>
    rows.map((row, position) => [
      position === 0 && groupPosition === 0 ? { ...cell(level1), rowSpan: height } : {},
      position === 0 ? { ...cell(level2), rowSpan: rows.length } : {},
      ...rowCells(row, context),
    ]),
  );
}

function rowCells(row: AnnexRow, { data: { figures }, scoring }: Context): TableCell[] {
  const points = pointsOf(row, (id) => figures[id]?.value, scoring.places);
  return [
    left(row.label),
    cell(valueText(row.figure, figures)),
    cell(row.outcome === undefined ? '—' : valueText(row.outcome, figures)),
    cell(row.weight ?? '—'),
    cell(points ?? '—'),
  ];
}

function closingRows({ targets, figures }: AnnexData, scoring: Scoring): TableCell[][] {
  const points = totalPoints(targets, (id) => figures[id]?.value, scoring.places);
  return [
    [...span(head(scoring.total), 6), cell(totalWeight(targets)), cell(points)],
    [...span(head(scoring.grade), 6), ...span(head(gradeOf(scoring, points)), 2)],
  ];
}
