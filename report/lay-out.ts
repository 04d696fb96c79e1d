import { createHash } from 'node:crypto';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { EvaluationData } from '../domain/evaluation.ts';
import { dataCsv } from './data-csv.ts';
import { evaluationDocument, measuringDocument, type Measuring } from './evaluation-document.ts';
import { fontFamilies } from './fonts.ts';
import { planPages, type PagePlan } from './page-plan.ts';
import { patchPdfmake } from './pdfmake-patches.ts';
import type { AnnexFit } from './sections/annex.ts';

export type EvaluationPdf = { pdf: Uint8Array; csv: string; sha256: string; pages: number };

/** Lays the report out in this thread, which it blocks: see render-pdf.ts. */
export async function layOutEvaluation(data: EvaluationData): Promise<EvaluationPdf> {
  usePdfmake();
  const { plan, annexFit } = await measure(data);
  let pages = 0;
  const definition = evaluationDocument(data, plan, annexFit);
  const pdf = await print({
    ...definition,
    background: (page) => {
      pages = Math.max(pages, page);
      return null;
    },
  });
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  return { pdf, csv: dataCsv(data), sha256, pages };
}

async function measure(data: EvaluationData): Promise<{ plan: PagePlan; annexFit: AnnexFit }> {
  const measuring = measuringDocument(data);
  await print(measuring.definition);
  const blocks = measuring.blocks.map(({ content, measured }) =>
    measured(positionsOf(content).length),
  );
  return { plan: planPages(blocks), annexFit: annexFitOf(measuring) };
}

function annexFitOf({ annexes }: Measuring): AnnexFit {
  const fitting = annexes.find(({ tables }) => {
    const pages = new Set(positionsOf(tables).map(({ pageNumber }) => pageNumber));
    return pages.size === 1;
  });
  return fitting === undefined
    ? { kind: 'by-page' }
    : { kind: 'one-page', fontSize: fitting.fontSize };
}

async function print(definition: TDocumentDefinitions): Promise<Uint8Array> {
  return pdfmake.createPdf(definition).getBuffer();
}

function usePdfmake(): void {
  patchPdfmake();
  const families = fontFamilies();
  const fontFiles = new Set(Object.values(families).flatMap((family) => Object.values(family)));
  pdfmake.setFonts(families);
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => fontFiles.has(path));
}

type NodePosition = { pageNumber: number; top: number };

/** Where pdfmake put the lines of a node; it writes them onto the node while it lays out. */
export function positionsOf(node: unknown): NodePosition[] {
  if (typeof node !== 'object' || node === null || !('positions' in node)) return [];
  return Array.isArray(node.positions) ? node.positions.filter(isPosition) : [];
}

function isPosition(position: unknown): position is NodePosition {
  return (
    typeof position === 'object' &&
    position !== null &&
    'pageNumber' in position &&
    typeof position.pageNumber === 'number' &&
    'top' in position &&
    typeof position.top === 'number'
  );
}
