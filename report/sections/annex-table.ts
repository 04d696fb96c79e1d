import type { Content, ContentTable, TableCell } from 'pdfmake/interfaces.js';
import type { AnnexSection, LabelledText } from '../../domain/evaluation.ts';
import { faces } from '../fonts.ts';
import type { Figures } from '../sentences.ts';
import { cell, head, left, span, valueText, vertical } from './annex-cells.ts';
import type { AnnexData, AnnexForm } from './annex-form.ts';
import { targetsByPage } from './annex-pages.ts';
import { scoringForm } from './scoring-form.ts';
import { captionBorder, captionedLayout, tableLayout } from './table-layout.ts';

/** The whole table of targets, meant to stand on one page. */
export function annexTable(data: AnnexData, fontSize: number): ContentTable {
  const form = formOf(data);
  return tableOf([...headRows(data, form), ...form.rows(data.targets, { isLast: true })], {
    fontSize,
    form,
  });
}

/**
 * The same as one table for each page, labels repeated with （续）: pdfmake draws the label of a
 * merged cell in a wrong row when the cell crosses a page.
 */
export function annexTablesByPage(data: AnnexData, fontSize: number): Content[] {
  const form = formOf(data);
  const pages = targetsByPage(data.targets);
  return pages.map((sections, position) => {
    const rows = form.rows(sections, { isLast: position === pages.length - 1 });
    if (position === 0) return tableOf([...headRows(data, form), ...rows], { fontSize, form });
    const head = continued(data.narrative.annex.title, form.columns);
    const table = tableOf([head, ...rows], { fontSize, form });
    return { ...table, layout: captionedLayout, pageBreak: 'before' };
  });
}

/** The columns of an annex and its rows of targets: as a plain table of targets, or with points. */
function formOf(data: AnnexData): AnnexForm {
  return data.narrative.annex.scoring === undefined ? targetForm(data) : scoringForm(data);
}

/** 绩效指标, level 1, level 2, two for level 3 and the head's cells, value. */
function targetForm({ figures }: AnnexData): AnnexForm {
  return {
    columns: 6,
    widths: (characters) => [
      characters(1.3),
      characters(5),
      characters(9),
      '*',
      characters(6),
      characters(7.2),
    ],
    rows: (sections) => targetRows(sections, figures),
  };
}

function continued(title: string, columns: number): TableCell[] {
  return span({ ...head(`${title}（续）`), border: captionBorder }, columns);
}

function tableOf(
  body: TableCell[][],
  { fontSize, form }: { fontSize: number; form: AnnexForm },
): ContentTable {
  const widths = form.widths((count) => count * fontSize + 1);
  return {
    table: { widths, body, dontBreakRows: true },
    layout: tableLayout,
    font: faces.body,
    fontSize,
    lineHeight: 1.25,
  };
}

/** Label over two columns, text over two, and what is left of the form in two equal parts. */
function headRows({ narrative, figures }: AnnexData, { columns }: AnnexForm): TableCell[][] {
  const { project, department, term, funds, goals } = narrative.annex;
  const part = (columns - 4) / 2;
  return [
    [...span(label(project), 2), ...span(left(project.text), columns - 2)],
    [
      ...span(label(department), 2),
      ...span(left(department.text), 2),
      ...span(label(term), part),
      ...span(centred(term), part),
    ],
    ...funds.rows.map((row, position) => [
      ...(position === 0
        ? span({ ...cell(funds.label), rowSpan: funds.rows.length }, 2)
        : [{}, {}]),
      ...span({ ...left(row.label), ...(row.indented === true ? indented : {}) }, 2),
      ...span(cell(valueText(row.figure, figures)), 2 * part),
    ]),
    [...span(cell(goals.label), 2), ...span({ stack: goals.texts.map(left) }, columns - 2)],
  ];
}

const indented = { margin: [30, 0, 0, 0] as [number, number, number, number] };

function targetRows(sections: readonly AnnexSection[], figures: Figures): TableCell[][] {
  const header = [head('一级指标'), head('二级指标'), ...span(head('三级指标'), 2), head('指标值')];
  const rows = [header, ...sections.flatMap((section) => sectionRows(section, figures))];
  const label: TableCell = { ...head(vertical('绩效指标')), rowSpan: rows.length };
  return rows.map((cells, position) => [position === 0 ? label : {}, ...cells]);
}

function sectionRows(section: AnnexSection, figures: Figures): TableCell[][] {
  const height = section.groups.reduce((rows, group) => rows + group.rows.length, 0);
  return section.groups.flatMap((group, groupPosition) =>
    group.rows.map((row, position) => [
      position === 0 && groupPosition === 0 ? { ...cell(section.level1), rowSpan: height } : {},
      position === 0 ? { ...cell(group.level2), rowSpan: group.rows.length } : {},
      ...span(left(row.label), 2),
      cell(valueText(row.figure, figures)),
    ]),
  );
}

function label({ label: text }: LabelledText) {
  return cell(text);
}

function centred({ text }: LabelledText) {
  return cell(text);
}
