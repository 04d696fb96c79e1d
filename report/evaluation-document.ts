import type { Content, ContentStack, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { EvaluationData, NarrativeBlock, NarrativeParagraph } from '../domain/evaluation.ts';
import { dataCsv } from './data-csv.ts';
import { faces } from './fonts.ts';
import { pageMargins } from './page-layout.ts';
import type { MeasuredBlock, PagePlan } from './page-plan.ts';
import { annexBlocks, annexSizes, type AnnexFit } from './sections/annex.ts';
import { chartFigure } from './sections/chart-figure.ts';
import { closingBlock, closingLines } from './sections/closing.ts';
import { dataNotes } from './sections/data-notes.ts';
import { paragraph, type OutlinePlace } from './sections/paragraphs.ts';
import { pageNumber, warningMarks } from './sections/running-marks.ts';
import { titleBlock, titleLines } from './sections/title.ts';
import { warnings } from './warnings.ts';

/** The report as pdfmake prints it: text by the plan, annex, data notes, and the data as CSV. */
export function evaluationDocument(
  data: EvaluationData,
  plan: PagePlan,
  annexFit: AnnexFit,
): TDocumentDefinitions {
  return {
    ...frame(data),
    ...identity(data),
    content: [...bodyBlocks(data, plan), ...annexBlocks(data, annexFit), ...dataNotes(data)],
    files: { 'data.csv': attachment(data) },
  };
}

/** The blocks whose lines decide the pages, and the annex in each size that may be tried. */
export type Measuring = {
  definition: TDocumentDefinitions;
  /** One for each block of the body, title and closing included; only text is laid out. */
  blocks: { content: Content | undefined; measured: (lines: number) => MeasuredBlock }[];
  annexes: { fontSize: number; tables: ContentStack }[];
};

export function measuringDocument(data: EvaluationData): Measuring {
  const { title, attachment: name } = data.narrative;
  const blocks: Measuring['blocks'] = [
    { content: undefined, measured: () => ({ kind: 'heading', lines: titleLines(title) }) },
    ...data.narrative.body.map((block) => measuredBlock(block, data)),
    { content: undefined, measured: () => ({ kind: 'closing', lines: closingLines(name) }) },
  ];
  const annexes = annexSizes.map((fontSize) => ({
    fontSize,
    tables: { stack: annexBlocks(data, { kind: 'one-page', fontSize }) },
  }));
  const content = [
    ...blocks.flatMap((block) => block.content ?? []),
    ...annexes.map(({ tables }) => tables),
  ];
  return { definition: { ...frame(data), content }, blocks, annexes };
}

function frame(data: EvaluationData): Omit<TDocumentDefinitions, 'content'> {
  const marks = warnings(data);
  const { left, top, right, bottom } = pageMargins;
  return {
    pageSize: 'A4',
    pageMargins: [left, top, right, bottom],
    defaultStyle: { font: faces.body },
    footer: (page) => pageNumber(page),
    ...(marks.length === 0 ? {} : { header: () => warningMarks(marks) }),
  };
}

function identity(data: EvaluationData): Partial<TDocumentDefinitions> {
  const date = new Date(data.asOf);
  return {
    version: '1.7',
    subset: 'PDF/A-3b',
    language: 'zh-CN',
    displayTitle: true,
    info: {
      title: data.narrative.title.join(''),
      author: data.region.office,
      subject: warnings(data).join('；'),
      creator: 'Tisheng',
      producer: 'pdfmake',
      creationDate: date,
      modDate: date,
    },
  };
}

function attachment(data: EvaluationData) {
  const date = new Date(data.asOf);
  const base64 = Buffer.from(dataCsv(data), 'utf8').toString('base64');
  return {
    src: `data:text/csv;base64,${base64}`,
    name: 'data.csv',
    description: '本报告全部指标的精确值和印出值',
    type: 'text/csv',
    relationship: 'Data' as const,
    creationDate: date,
    modifiedDate: date,
  };
}

function bodyBlocks(data: EvaluationData, plan: PagePlan): Content[] {
  const { title, body, attachment: name, signature } = data.narrative;
  const places = outlinePlaces(body);
  const blocks = [
    titleBlock(title),
    ...body.map((block, position) =>
      block.level === 'chart'
        ? chartFigure(block, data.months, plan.chartLines)
        : paragraph(block, data.figures, places[position]),
    ),
    closingBlock(name, signature, data.signedOn),
  ];
  return plan.order.flatMap((index) => {
    const block = blocks[index];
    if (block === undefined) return [];
    return plan.breaksBefore.has(index) ? [{ ...block, pageBreak: 'before' as const }] : [block];
  });
}

function measuredBlock(block: NarrativeBlock, data: EvaluationData): Measuring['blocks'][number] {
  if (block.level === 'chart') return { content: undefined, measured: () => ({ kind: 'chart' }) };
  const kind = standsAlone(block) ? 'heading' : 'text';
  return {
    content: paragraph(block, data.figures, undefined),
    measured: (lines) => ({ kind, lines }),
  };
}

/** True for a heading without running text, which must not end a page. */
function standsAlone({ level, text }: NarrativeParagraph): boolean {
  return level === 'heading1' || (level === 'heading2' && !/。./u.test(text));
}

const depths = { heading1: 1, heading2: 2, item: 3, body: 0 };

/** Headings with the heading above them; plain text is no part of the outline. */
function outlinePlaces(body: readonly NarrativeBlock[]): (OutlinePlace | undefined)[] {
  const open: (string | undefined)[] = [];
  return body.map((block, position) => {
    const depth = block.level === 'chart' ? 0 : depths[block.level];
    if (depth === 0) return undefined;
    const parent = open.slice(0, depth).findLast((id) => id !== undefined);
    const id = `section-${position}`;
    open.length = depth;
    open[depth] = id;
    return { id, parent };
  });
}
