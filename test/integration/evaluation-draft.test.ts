import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { renderEvaluationPdf } from '../../report/render-pdf.ts';
import { openEvaluationOffice, type EvaluationOffice } from '../support/evaluation-office.ts';
import { readPdf } from '../support/pdf-text.ts';

let office: EvaluationOffice;
beforeEach(async () => {
  office = await openEvaluationOffice();
});
afterEach(() => office.close());

describe('the draft of a report', () => {
  test('is read by the approvers before they sign, and the report signed by them after', async () => {
    const steps = office.stepsWith(renderEvaluationPdf);
    const editionId = await office.request();
    const [first, second] = [await office.approver(), await office.approver()];
    await steps.compileEvaluation({ editionId });
    expect((await office.get(first, addressOf(editionId, 'draft'))).status).toBe(404);
    await steps.draftReport({ editionId });
    await steps.openApproval({ editionId });

    const draft = await pagesOf(editionId, 'draft');
    expect(draft.map((text) => text.includes('草稿'))).toEqual(draft.map(() => true));
    expect(draft.join('')).not.toMatch(/2026年3月1[0-9]日$/mu);
    expect((await office.get(first, addressOf(editionId, 'report'))).status).toBe(404);

    office.setDay(isoDate('2026-03-12'));
    await office.decide(editionId, first);
    office.setDay(isoDate('2026-03-16'));
    expect(await office.decide(editionId, second)).toMatchObject({ state: 'approved' });
    expect(await steps.publishReport({ editionId })).toEqual({ failed: false });

    const report = await pagesOf(editionId, 'report');
    expect(report.join('')).not.toContain('草稿');
    expect(report.join('\n')).toMatch(/^2026年3月16日$/mu);
  });

  test('is not made where a sentence would state what the figures do not say', async () => {
    const steps = office.stepsWith(renderEvaluationPdf);
    const editionId = await office.request('90');
    await steps.compileEvaluation({ editionId });
    expect(await steps.draftReport({ editionId })).toEqual({ failed: true });
    const { body } = await office.get(office.reporter, `/v1/evaluations/${editionId}`);
    expect(body).toMatchObject({ state: 'failed', reason: expect.stringContaining('未达到') });
  });

  test('that a level refuses is refused with the reason', async () => {
    const steps = office.stepsWith(renderEvaluationPdf);
    const editionId = await office.request();
    await steps.compileEvaluation({ editionId });
    await steps.openApproval({ editionId });
    await office.decide(editionId, await office.approver(), 'refuse');
    const { body } = await office.get(office.reporter, `/v1/evaluations/${editionId}`);
    expect(body).toMatchObject({ state: 'refused', reason: '数字须复核' });
  });
});

const addressOf = (editionId: string, name: 'draft' | 'report'): string =>
  `/v1/evaluations/${editionId}/${name}.pdf`;

/** The text of each page, line by line, as the reporter downloads it. */
async function pagesOf(editionId: string, name: 'draft' | 'report'): Promise<string[]> {
  const answer = await office.api.inject({
    url: addressOf(editionId, name),
    headers: { authorization: `Bearer ${office.reporter.token}` },
  });
  const pages = await readPdf(Uint8Array.from(answer.rawPayload));
  return pages.map(({ lines }) => lines.map(({ text }) => text.replaceAll(/\s/gu, '')).join('\n'));
}
