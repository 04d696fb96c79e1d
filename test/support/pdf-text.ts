import { getDocumentProxy } from 'unpdf';

export type PdfLine = { text: string; baseline: number; left: number; right: number };
export type PdfPage = { lines: PdfLine[]; height: number };

type Run = { text: string; x: number; baseline: number; width: number };

/** What a reader gets out of a PDF: lines by page from top to bottom, in points from the bottom. */
export async function readPdf(bytes: Uint8Array): Promise<PdfPage[]> {
  const document = await getDocumentProxy(bytes.slice());
  const numbers = Array.from({ length: document.numPages }, (_, index) => index + 1);
  return Promise.all(
    numbers.map(async (number) => {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      const runs = items.flatMap((item) => ('str' in item && item.str !== '' ? [runOf(item)] : []));
      return { lines: linesOf(runs), height: page.getViewport({ scale: 1 }).height };
    }),
  );
}

/** The title, outline, attachments and metadata that a PDF carries beside its pages. */
export async function readPdfExtras(bytes: Uint8Array) {
  const document = await getDocumentProxy(bytes.slice());
  const attachments: unknown = await document.getAttachments();
  const { info } = await document.getMetadata();
  return { outline: await document.getOutline(), attachments, info };
}

/** Lines within the text block, without the running header and the page number. */
export function blockLines(page: PdfPage): PdfLine[] {
  return page.lines.filter(({ baseline }) => baseline > 99 && page.height - baseline > 104);
}

/** All text within the blocks of the pages, without any white space. */
export function blockText(pages: PdfPage[]): string {
  return pages
    .flatMap((page) => blockLines(page).map(({ text }) => text))
    .join('')
    .replace(/\s/g, '');
}

function runOf(item: { str: string; transform: number[]; width: number }): Run {
  const [, , , , x = 0, baseline = 0] = item.transform;
  return { text: item.str, x, baseline, width: item.width };
}

function linesOf(runs: Run[]): PdfLine[] {
  const lines = new Map<number, Run[]>();
  for (const run of runs) {
    const key = Math.round(run.baseline * 10);
    lines.set(key, [...(lines.get(key) ?? []), run]);
  }
  return [...lines.values()]
    .map((found) => {
      const inOrder = found.toSorted((a, b) => a.x - b.x);
      return {
        text: inOrder.map(({ text }) => text).join(''),
        baseline: inOrder[0]?.baseline ?? 0,
        left: inOrder[0]?.x ?? 0,
        right: Math.max(...inOrder.map(({ x, width }) => x + width)),
      };
    })
    .toSorted((a, b) => b.baseline - a.baseline);
}
