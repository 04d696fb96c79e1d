import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderEvaluationPdf, type EvaluationPdf } from '../../report/render-pdf.ts';
import { sentence } from '../../report/sentences.ts';
import { anEvaluation, withBody, withFigures } from '../support/evaluation-fixture.ts';
import { blockText, readPdf, readPdfExtras, type PdfPage } from '../support/pdf-text.ts';

const data = anEvaluation();
let document: EvaluationPdf;
let pages: PdfPage[];

beforeAll(async () => {
  document = await renderEvaluationPdf(data);
  pages = await readPdf(document.pdf);
});

function withText(text: string) {
  return withBody(data, [{ level: 'body', text }]);
}

describe('the printed report', () => {
  test('reads as the sentences that the figures give', () => {
    const text = blockText(pages);
    for (const block of data.narrative.body) {
      if (block.level === 'chart') continue;
      const expected = sentence(block.text, data.figures).replace(/\*\*|\s/g, '');
      expect(text).toContain(expected);
    }
  });

  test('has title, annex note, signature, date, annex and data notes in order', () => {
    const text = blockText(pages);
    const places = [
      data.narrative.title.join(''),
      '一、绩效目标下达情况',
      '二、绩效目标完成情况分析',
      '图各月培训人次和专账资金支出（2019年7月至2020年12月）',
      '三、存在问题原因及下步改进措施',
      '附件：职业技能提升行动资金绩效目标表',
      '自治区人力资源和社会保障厅2021年7月25日',
      '附件职业技能提升行动资金绩效目标表（2019年-2020年度）',
      '数据说明',
      '表1编制指标',
      '表2填报指标',
    ].map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('prints the blank target as a dash, the others as they stand', () => {
    const rows = pages[6]?.lines.map(({ text }) => text) ?? [];
    expect(rows.some((row) => /企业新型学徒制培训人数（人）.*—$/.test(row))).toBe(true);
    expect(rows.some((row) => /培训企业职工人数（人次）.*8万人$/.test(row))).toBe(true);
    expect(rows.some((row) => /下达率.*≥95%$/.test(row))).toBe(true);
  });

  test('has the annex table on one page', () => {
    expect(blockText(pages.slice(6, 7))).toMatch(/^附件职业技能.*培训补贴经办服务满意度≥95%$/);
  });

  test('says how many pages it has', () => {
    expect(document.pages).toBe(pages.length);
  });

  test('carries title, date of the data, outline and the figures as CSV', async () => {
    const { outline, attachments, info } = await readPdfExtras(document.pdf);
    expect(info).toMatchObject({
      Title: data.narrative.title.join(''),
      Language: 'zh-CN',
      CreationDate: 'D:20210725010000Z',
      Subject: '模拟数据 非正式文件',
    });
    expect(outline?.map(({ title }) => title)).toEqual([
      '一、绩效目标下达情况',
      '二、绩效目标完成情况分析',
      '三、存在问题原因及下步改进措施',
      '附件　职业技能提升行动资金绩效目标表',
      '数据说明',
    ]);
    const [section] = outline?.[1]?.items.slice(1) ?? [];
    expect(section?.items[0]?.title).toBe('1.产出指标完成情况分析');
    expect(attachments).toEqual(
      new Map([['data.csv', expect.objectContaining({ filename: 'data.csv' })]]),
    );
    const raw = Buffer.from(document.pdf).toString('latin1');
    expect(raw).toContain('/AFRelationship /Data');
    expect(raw).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(raw).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
  });
});

describe('renderEvaluationPdf', () => {
  test('gives the same bytes for the same data, and their hash', async () => {
    const again = await renderEvaluationPdf(anEvaluation());
    expect(again.sha256).toBe(document.sha256);
    expect(createHash('sha256').update(again.pdf).digest('hex')).toBe(again.sha256);
  });

  test('gives other bytes when one figure changes', async () => {
    const changed = withFigures(data, { 'trained-total': { printed: '27.09' } });
    expect((await renderEvaluationPdf(changed)).sha256).not.toBe(document.sha256);
  });

  test('refuses a character that the fonts lack, and names it', async () => {
    await expect(renderEvaluationPdf(withText('已核对☑的材料。'))).rejects.toMatchObject({
      reason: 'MissingGlyphError',
      message: expect.stringMatching(/NotoSerifSC.*没有字符“☑”（U\+2611）/),
    });
  });

  test('refuses an unknown placeholder, and names it', async () => {
    await expect(renderEvaluationPdf(withText('培训{trained-totl}。'))).rejects.toMatchObject({
      reason: 'SentenceError',
      lasts: true,
      message: '占位符 {trained-totl}：没有指标 trained-totl，见“培训{trained-totl}。”',
    });
  });

  test('cuts an annex too long for one page, repeating the labels', async () => {
    const row = { figure: 'annex-key-groups', label: '培训就业重点群体人数（人次）' };
    const rows = Array.from({ length: 45 }, () => row);
    const groups = [{ level2: '数量指标', rows }];
    const { pdf } = await renderEvaluationPdf({
      ...data,
      targets: [{ level1: '产出指标', groups }],
    });
    const annex = (await readPdf(pdf)).slice(6, 8).map((page) => blockText([page]));
    expect(annex.map((text) => text.split(row.label).length - 1)).toEqual([20, 25]);
    expect(annex[1]).toMatch(/^职业技能提升行动资金绩效目标表（续）/);
    expect(annex[1]).toContain('数量指标（续）');
  });

  test('marks every page of a draft', async () => {
    const { pdf, csv } = await renderEvaluationPdf(anEvaluation({ signedOn: null }));
    const pages = await readPdf(pdf);
    const marked = pages.filter(({ lines }) => lines.some(({ text }) => text.includes('草稿')));
    expect(marked).toHaveLength(pages.length);
    expect(csv).toContain('草稿');
  });

  test('prints no simulation mark on a formal report', async () => {
    const { pdf } = await renderEvaluationPdf(anEvaluation({ simulated: false }));
    const lines = (await readPdf(pdf)).flatMap((page) => page.lines.map(({ text }) => text));
    expect(lines.join('')).not.toContain('模拟');
  });

  test('stops at its time limit and says so', async () => {
    const limits = { timeoutMs: 50, memoryMegabytes: 768 };
    await expect(renderEvaluationPdf(data, limits)).rejects.toMatchObject({
      reason: 'timeout',
      lasts: false,
    });
  });

  test('stops at its memory limit and says so', async () => {
    const limits = { timeoutMs: 60_000, memoryMegabytes: 8 };
    await expect(renderEvaluationPdf(data, limits)).rejects.toMatchObject({
      reason: 'out-of-memory',
    });
  });

  test('leaves timers of this thread running while it prints', async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 20);
    await renderEvaluationPdf(data);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });
});
