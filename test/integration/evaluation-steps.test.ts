import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RenderedReport } from '../../activities/dependencies.ts';
import { raiseFund } from '../../db/ledger.ts';
import { closeMonth } from '../../db/month.ts';
import { isoDate, month, monthsBetween, type IsoDate } from '../../domain/days.ts';
import type { EvaluationData } from '../../domain/evaluation.ts';
import { yuan } from '../../domain/money.ts';
import { PdfRenderError } from '../../report/render-pdf.ts';
import { region } from '../support/api-office.ts';
import { openEvaluationOffice, type EvaluationOffice } from '../support/evaluation-office.ts';

let office: EvaluationOffice;
let printed: EvaluationData[];
beforeEach(async () => {
  office = await openEvaluationOffice();
  printed = [];
});
afterEach(() => office.close());

/** Notes what it was to print; no two printings have the same hash. */
async function print(data: EvaluationData): Promise<RenderedReport> {
  printed.push(data);
  return { pdf: Buffer.from('%PDF'), csv: '', sha256: randomUUID(), pages: 1 };
}

const raise = (amount: string, on: string): Promise<void> =>
  office.db.transaction().execute((tx) =>
    raiseFund(tx, {
      id: randomUUID(),
      fund: 'skills-ledger',
      unit: region,
      amount: yuan(amount),
      on: isoDate(on),
    }),
  );

async function approve(editionId: string, days: readonly IsoDate[]): Promise<void> {
  await office.stepsWith(print).openApproval({ editionId });
  for (const day of days) {
    office.setDay(day);
    await office.decide(editionId, await office.approver());
  }
}

/** Facts are recorded by the machine's clock, editions stand at the time of the test's. */
const beforeAnyRecorded = isoDate('2021-01-04');
const afterAllRecorded = isoDate('2099-01-05');
const twice = [isoDate('2026-03-12'), isoDate('2026-03-16')];

describe('compiling', () => {
  test('bounds what the units raised by the period, as the figure of all of them is', async () => {
    await raise('100.00', '2019-07-31');
    await raise('50.00', '2026-03-09');
    office.setDay(afterAllRecorded);
    const editionId = await office.request();
    const steps = office.stepsWith(print);
    expect(await steps.compileEvaluation({ editionId })).toEqual({ failed: false });
    await steps.draftReport({ editionId });
    const [data] = printed;
    expect(data?.units.find(({ name }) => name.includes('自治区'))?.raised).toBe('100.00');
    expect(data?.figures['fund-raised']?.value).toBe('100.00');
  });

  test('leaves out what was recorded after its as-of time, in the lines too', async () => {
    await raise('100.00', '2019-07-31');
    office.setDay(beforeAnyRecorded);
    const editionId = await office.request();
    const steps = office.stepsWith(print);
    await steps.compileEvaluation({ editionId });
    await steps.draftReport({ editionId });
    const [data] = printed;
    expect(data?.units.map(({ raised }) => raised)).toEqual(data?.units.map(() => '0.00'));
    expect(data?.figures['fund-raised']?.value).toBe('0.00');
    const url = `/v1/figures/${editionId}/fund-raised/lines`;
    const { body } = await office.get(office.reporter, url);
    expect(body).toMatchObject({ query: { asOf: data?.asOf }, lines: [] });
  });

  test('ends the edition where a figure was entered after its as-of time', async () => {
    const editionId = await office.request();
    await sql`
      update indicator_edition set as_of = '2026-03-09T02:00:00Z' where id = ${editionId}`.execute(
      office.db,
    );
    const steps = office.stepsWith(print);
    expect(await steps.compileEvaluation({ editionId })).toEqual({ failed: true });
    expect(await steps.compileEvaluation({ editionId })).toEqual({ failed: true });
    const { body } = await office.get(office.reporter, `/v1/evaluations/${editionId}`);
    expect(body).toMatchObject({ state: 'failed', reason: expect.stringContaining('满意度') });
  });

  test.each([
    ['provisional while a month its figures count is open', month('2020-11'), 'later', true],
    ['provisional of a time when such a month was open', month('2020-12'), 'earlier', true],
    ['final once the last of them is closed', month('2020-12'), 'later', false],
  ])('calls an edition %s', async (_, closedTo, asOf, provisional) => {
    office.setDay(asOf === 'later' ? afterAllRecorded : beforeAnyRecorded);
    for (const each of monthsBetween(month('2019-07'), closedTo)) {
      await office.db.transaction().execute((tx) => closeMonth(tx, each));
    }
    const editionId = await office.request();
    // As an edition was asked for before its range was that of the pack.
    await sql`update indicator_edition set month_to = '2019-12' where id = ${editionId}`.execute(
      office.db,
    );
    await office.stepsWith(print).compileEvaluation({ editionId });
    expect((await office.edition(editionId)).provisional).toBe(provisional);
  });
});

describe('what is published', () => {
  test('is what was compiled, whatever was booked since', async () => {
    const editionId = await office.request();
    const steps = office.stepsWith(print);
    await steps.compileEvaluation({ editionId });
    await steps.draftReport({ editionId });
    await approve(editionId, twice);
    await raise('100.00', '2019-07-31');
    await steps.publishReport({ editionId });
    const [draft, report] = printed;
    expect(draft?.signedOn).toBeNull();
    expect(report).toEqual({ ...draft, signedOn: '2026-03-16' });
  });

  test('has the days on which it was decided and published, not that of the request', async () => {
    const editionId = await office.request();
    const steps = office.stepsWith(print);
    await steps.compileEvaluation({ editionId });
    await steps.draftReport({ editionId });
    await approve(editionId, twice);
    office.setDay(isoDate('2026-03-18'));
    await steps.publishReport({ editionId });
    const tasks = await office.db
      .selectFrom('task')
      .select(['level', 'opened_on'])
      .where('subject_id', '=', editionId)
      .orderBy('level')
      .execute();
    expect(tasks.map(({ opened_on }) => opened_on)).toEqual(['2026-03-10', '2026-03-12']);
    const { published_on } = await office.db
      .selectFrom('indicator_edition')
      .select('published_on')
      .where('id', '=', editionId)
      .executeTakeFirstOrThrow();
    expect(published_on).toBe('2026-03-18');
    expect(printed.at(-1)?.signedOn).toBe('2026-03-16');
  });

  test('is audited by the hash of the document that was kept', async () => {
    const editionId = await office.request();
    const steps = office.stepsWith(print);
    await steps.compileEvaluation({ editionId });
    await approve(editionId, twice);
    const overtaken = office.stepsWith(async (data) => {
      const slow = await print(data);
      await steps.publishReport({ editionId });
      return slow;
    });
    await overtaken.publishReport({ editionId });
    await overtaken.publishReport({ editionId });
    const { body } = await office.get(office.reporter, `/v1/evaluations/${editionId}`);
    const { rows } = await sql<{ sha256: string }>`
      select detail->>'sha256' as sha256 from audit
      where object_id = ${editionId} and act = 'evaluation-published'`.execute(office.db);
    expect(rows.map(({ sha256 }) => sha256)).toEqual([body['sha256'], body['sha256']]);
  });
});

describe('a report that cannot be printed', () => {
  test('ends as failed with the reason before anybody signs', async () => {
    const editionId = await office.request();
    const message = '占位符 {x}：没有指标 x';
    const steps = office.stepsWith(() =>
      Promise.reject(new PdfRenderError('SentenceError', message, { lasts: true })),
    );
    await steps.compileEvaluation({ editionId });
    expect(await steps.draftReport({ editionId })).toEqual({ failed: true });
    const { body } = await office.get(office.reporter, `/v1/evaluations/${editionId}`);
    expect(body).toMatchObject({ state: 'failed', reason: message });
  });

  test('ends as failed where its months and units were never kept', async () => {
    const editionId = await office.request();
    await sql`update indicator_edition set state = 'compiled' where id = ${editionId}`.execute(
      office.db,
    );
    expect(await office.stepsWith(print).draftReport({ editionId })).toEqual({ failed: true });
    expect((await office.edition(editionId)).reason).toContain('须重新编制');
  });

  test('is tried again where only the machine was in the way', async () => {
    const editionId = await office.request();
    const steps = office.stepsWith(() => Promise.reject(new PdfRenderError('timeout', '超时')));
    await steps.compileEvaluation({ editionId });
    await expect(steps.draftReport({ editionId })).rejects.toThrow('超时');
    expect((await office.edition(editionId)).state).toBe('compiled');
  });
});
