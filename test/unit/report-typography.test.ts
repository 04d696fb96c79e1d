import { beforeAll, describe, expect, test } from 'vitest';
import {
  blockWidth,
  bodySize,
  linePitch,
  linesPerPage,
  pageMargins,
} from '../../report/page-layout.ts';
import { renderEvaluationPdf } from '../../report/render-pdf.ts';
import { anEvaluation, withBody } from '../support/evaluation-fixture.ts';
import { blockLines, readPdf, type PdfLine, type PdfPage } from '../support/pdf-text.ts';

/** Mixed faces and weights on lines of the body: 黑体, bold, 楷体 beside 仿宋. */
const mixed =
  '1.情况分析。一是**数量指标**。培训{trained-total}，二是**质量指标**。取证率{certificate-rate-2020}。';

let pages: PdfPage[];
let mixedPage: PdfLine[];

beforeAll(async () => {
  pages = await readPdf((await renderEvaluationPdf(anEvaluation())).pdf);
  const body = [
    { level: 'heading1' as const, text: '一、标题' },
    { level: 'heading2' as const, text: '（一）小标题。正文接排，' + '内容'.repeat(60) },
    { level: 'item' as const, text: mixed.repeat(8) },
  ];
  const document = await renderEvaluationPdf(withBody(anEvaluation(), body));
  const [first] = await readPdf(document.pdf);
  mixedPage = first === undefined ? [] : blockLines(first);
});

/** Pages of running text: neither the title nor the chart nor the closing stands on them. */
function textPages(): PdfLine[][] {
  return [1, 3, 4].map((index) => pages[index]).map((page) => (page ? blockLines(page) : []));
}

function pitches(lines: PdfLine[]): number[] {
  return lines.slice(1).map((line, index) => (lines[index]?.baseline ?? 0) - line.baseline);
}

describe('GB/T 9704-2012 measures', () => {
  test('a full page has 22 lines at one pitch', () => {
    for (const lines of textPages()) {
      expect(lines).toHaveLength(linesPerPage);
      for (const pitch of pitches(lines)) expect(pitch).toBeCloseTo(linePitch, 2);
    }
  });

  test('黑体, 楷体 and bold words leave the pitch of their lines alone', () => {
    const body = mixedPage.slice(2);
    expect(body.length).toBeGreaterThan(10);
    for (const pitch of pitches(body)) expect(pitch).toBeCloseTo(linePitch, 2);
  });

  test('a line of full-width characters has 28 of them and fills the block', () => {
    const line = mixedPage.find(({ text }) => /^(内容){14}$/.test(text));
    expect(line?.left).toBeCloseTo(pageMargins.left, 1);
    expect((line?.right ?? 0) - (line?.left ?? 0)).toBeCloseTo(blockWidth, 1);
  });

  test('no line leaves the block, and paragraphs are indented by two characters', () => {
    const lines = textPages().flat();
    for (const { left, right } of lines) {
      expect(left).toBeGreaterThan(pageMargins.left - 0.1);
      expect(right).toBeLessThan(pageMargins.left + blockWidth + 0.1);
    }
    const indented = lines.find(({ text }) => text.startsWith('（二）绩效目标'));
    expect(indented?.left).toBeCloseTo(pageMargins.left + 2 * bodySize, 1);
  });

  test('page numbers stand outside: right on odd pages, left on even ones', () => {
    for (const [index, page] of pages.entries()) {
      const number = page.lines.find(({ text }) => text === `— ${index + 1} —`);
      const middle = ((number?.left ?? 0) + (number?.right ?? 0)) / 2;
      expect(middle > 300).toBe(index % 2 === 0);
    }
  });
});

describe('line breaking', () => {
  test('no line begins with a closing mark or ends with an opening one', () => {
    for (const { text } of textPages().flat()) {
      expect(text).not.toMatch(/^[，。、；：？！）》”〕%]/);
      expect(text).not.toMatch(/[（《“〔]$/);
    }
  });

  test('no figure is parted from its unit', () => {
    for (const lines of textPages()) {
      for (const [index, { text }] of lines.entries()) {
        const next = lines[index + 1]?.text ?? '';
        expect(/\d$/.test(text) && /^[万亿元个人年月日%]/.test(next)).toBe(false);
        expect(/\d[万亿]$/.test(text) && next.startsWith('元')).toBe(false);
      }
    }
  });

  test('no break mark is left in the text', () => {
    const text = pages.flatMap((page) => page.lines.map((line) => line.text)).join('');
    expect(text).not.toMatch(/[\u200b\u2060]/);
  });
});

describe('the mark of simulated data', () => {
  test('stands on every page above the text', () => {
    expect(pages.length).toBeGreaterThan(7);
    for (const page of pages) {
      const mark = page.lines.find(({ text }) => text === '模拟数据 非正式文件');
      const first = blockLines(page)[0];
      expect(mark?.baseline).toBeGreaterThan((first?.baseline ?? 0) + bodySize);
    }
  });
});
