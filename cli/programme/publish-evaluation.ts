import { z } from 'zod';
import { derivedId } from '../../db/ids.ts';
import type { RunFigure } from './figures/compare-figures.ts';
import type { ReportedFigures } from './figures/reported-figures.ts';
import type { Office } from './office/office.ts';
import { waitUntil } from './office/wait-until.ts';

const edition = z.object({ state: z.string(), reason: z.string().nullable() });
const tasks = z.object({
  tasks: z.array(
    z.object({ taskId: z.string(), editionId: z.string().nullable(), level: z.int() }),
  ),
});
const figure = z.looseObject({ id: z.string(), value: z.string().nullable(), printed: z.string() });
const figureList = z.object({ figures: z.array(figure) });

export type Evaluation = { editionId: string; figures: RunFigure[]; pdf: Uint8Array };

/**
 * Enters what the office reports itself, asks for the evaluation, has it signed by everybody who
 * must, and fetches the published figures and document.
 */
export async function publishEvaluation(
  office: Office,
  { reported, scale, series }: { reported: ReportedFigures; scale: string; series: string },
): Promise<Evaluation> {
  const { staff, pack } = office;
  const { id: reporter } = staff.holder(staff.root, pack.sideDuties.report);
  await reportFigures(office, { reporter, reported, series });
  const editionId = derivedId(series, 'evaluation');
  const { from, to } = pack.months;
  const body = { editionId, from, to, scale };
  await office.post(reporter, '/v1/evaluations', { key: editionId, body });
  for (const [at, role] of pack.sideDuties['report-approval'].entries()) {
    await approve(office, { editionId, role, level: at + 1 });
  }
  await waitUntil(() => published(office, reporter, editionId), {
    ...office,
    stuck: () => stuck(`publication of ${editionId}`),
  });
  const path = `/v1/evaluations/${editionId}`;
  const { figures } = figureList.parse(await office.get(reporter, `${path}/figures`));
  return { editionId, figures, pdf: await office.download(reporter, `${path}/report.pdf`) };
}

async function reportFigures(
  office: Office,
  { reporter, reported, series }: { reporter: string; reported: ReportedFigures; series: string },
): Promise<void> {
  for (const { figure: id, value, source, on } of reported) {
    const key = derivedId(series, 'reported', id);
    const body = { id: key, figure: id, value, source, reportedOn: on };
    await office.post(reporter, '/v1/reported-figures', { key, body });
  }
}

async function approve(
  office: Office,
  { editionId, role, level }: { editionId: string; role: string; level: number },
): Promise<void> {
  const { id: approver } = office.staff.holder(office.staff.root, role, level);
  const taskId = await waitUntil(
    async () => {
      if (await published(office, approver, editionId)) return 'published';
      const open = await office.get(approver, '/v1/tasks?kind=report-approval');
      const mine = tasks.parse(open).tasks.filter((task) => task.editionId === editionId);
      // A later level is open only once this one has signed, in an earlier run.
      if (mine.some((task) => task.level > level)) return 'published';
      return mine.find((task) => task.level === level)?.taskId;
    },
    { ...office, stuck: () => stuck(`approval ${level} of ${editionId}`) },
  );
  if (taskId === 'published') return;
  const decisionId = derivedId(editionId, 'approval', String(level));
  const path = `/v1/tasks/${taskId}/decisions`;
  const body = { decisionId, outcome: 'approve' };
  await waitUntil(
    async () => {
      const { status } = await office.post(approver, path, { key: decisionId, body });
      return status === 202 ? undefined : status;
    },
    { ...office, stuck: () => stuck(`approval ${level} of ${editionId}`) },
  );
}

async function published(
  office: Office,
  person: string,
  editionId: string,
): Promise<true | undefined> {
  const { state, reason } = edition.parse(await office.get(person, `/v1/evaluations/${editionId}`));
  if (state === 'refused' || state === 'failed') {
    throw new Error(`评价报告未能发布 / evaluation ${editionId} ${state}: ${reason ?? ''}`);
  }
  return state === 'published' ? true : undefined;
}

function stuck(what: string): Promise<Error> {
  return Promise.resolve(new Error(`长时间没有进展 / no progress: ${what}`));
}
