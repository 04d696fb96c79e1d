import type { Content, ContentTable, TableCell } from 'pdfmake/interfaces.js';
import type {
  AnnexSection,
  AnnexText,
  EvaluationData,
  LabelledText,
} from '../../domain/evaluation.ts';
import { faces } from '../fonts.ts';
import { withBracketsKept, withBreakMarks } from '../line-breaking.ts';
import { cellText, figureNamed, sampleMark, type Figures } from '../sentences.ts';
import { targetsByPage } from './annex-pages.ts';
import { captionBorder, captionedLayout, tableLayout } from './table-layout.ts';

export type AnnexData = Pick<EvaluationData, 'narrative' | 'figures' | 'targets'>;

/** 绩效指标, level 1, level 2, two for level 3 and the head's cells, value. */
function widths(fontSize: number): (string | number)[] {
  const characters = (count: number) => count * fontSize + 1;
  return [characters(1.3), characters(5), characters(9), '*', characters(6), characters(7.2)];
}

/** The whole table of targets, meant to stand on one page. */
export function annexTable(data: AnnexData, fontSize: number): ContentTable {
  const { annex } = data.narrative;
  return tableOf(
    [...headRows(annex, data.figures), ...targetRows(data.targets, data.figures)],
    fontSize,
  );
}

/**
 * The same as one table for each page, labels repeated with （续）: pdfmake draws the label of a
 * merged cell in a wrong row when the cell crosses a page.
 */
export function annexTablesByPage(data: AnnexData, fontSize: number): Content[] {
  return targetsByPage(data.targets).map((sections, position) => {
    const { annex } = data.narrative;
    const rows = targetRows(sections, data.figures);
    if (position === 0) return tableOf([...headRows(annex, data.figures), ...rows], fontSize);
    const table = tableOf([continued(annex.title), ...rows], fontSize);
    return { ...table, layout: captionedLayout, pageBreak: 'before' };
  });
}

function continued(title: string): TableCell[] {
  return span({ ...head(`${title}（续）`), border: captionBorder }, 6);
}

function tableOf(body: TableCell[][], fontSize: number): ContentTable {
  return {
    table: { widths: widths(fontSize), body, dontBreakRows: true },
    layout: tableLayout,
    font: faces.body,
    fontSize,
    lineHeight: 1.25,
  };
}

function headRows(annex: AnnexText, figures: Figures): TableCell[][] {
  const { project, department, term, funds, goals } = annex;
  return [
    [...span(label(project), 2), ...span(left(project.text), 4)],
    [...span(label(department), 2), ...span(left(department.text), 2), label(term), centred(term)],
    ...funds.rows.map((row, position) => [
      ...(position === 0
        ? span({ ...cell(funds.label), rowSpan: funds.rows.length }, 2)
        : [{}, {}]),
      ...span({ ...left(row.label), ...(row.indented === true ? indented : {}) }, 2),
      ...span(cell(valueText(row.figure, figures)), 2),
    ]),
    [...span(cell(goals.label), 2), ...span({ stack: goals.texts.map(left) }, 4)],
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

function valueText(id: string, figures: Figures): string {
  const figure = figureNamed(id, figures);
  return `${cellText(figure)}${sampleMark(figure)}`;
}

function cell(text: string) {
  return {
    text: withBracketsKept(withBreakMarks(text)),
    alignment: 'center' as const,
    verticalAlignment: 'middle' as const,
  };
}

function left(text: string) {
  return { ...cell(text), alignment: 'left' as const };
}

function head(text: string) {
  return { ...cell(text), font: faces.hei };
}

function label({ label: text }: LabelledText) {
  return cell(text);
}

function centred({ text }: LabelledText) {
  return cell(text);
}

/** The cell over so many columns, followed by the empty cells that pdfmake wants. */
function span<T extends object>(content: T, columns: number): ((T & { colSpan: number }) | {})[] {
  const covered: {}[] = Array.from({ length: columns - 1 }, () => ({}));
  return [{ ...content, colSpan: columns }, ...covered];
}

function vertical(text: string): string {
  return Array.from(text).join('\n');
}
