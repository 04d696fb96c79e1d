import type { IsoDate } from '../domain/days.ts';
import type { EvaluationData } from '../domain/evaluation.ts';
import { coveredPeriod } from '../domain/indicator.ts';
import { gradeFigure } from '../domain/scoring.ts';
import { audit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { findBreakdown, storeBreakdown } from '../db/edition-breakdown.ts';
import {
  listFigures,
  moveEdition,
  reachesOpenMonth,
  storeFigures,
  type Edition,
} from '../db/indicator-edition.ts';
import { isSimulated } from '../db/installation.ts';
import { findReportFacts, storeReportFile } from '../db/report-file.ts';
import type { Dependencies } from './dependencies.ts';
import { endingIn } from './ending-in.ts';
import { compileFigures, EditionIncomplete } from './evaluation-figures.ts';

export function createReportActivities(deps: Dependencies) {
  return {
    /** Compiles what a requested evaluation prints from one snapshot and keeps it for good. */
    compileEvaluation: endingIn(deps, async (edition) => {
      if (edition.state === 'requested') await compile(deps, edition);
    }),

    /** Sets the compiled report as a PDF for whoever has to approve it, marked as a draft. */
    draftReport: endingIn(deps, async (edition) => {
      if (await findReportFacts(deps.db, edition.id, 'draft')) return;
      const draft = await deps.renderReport(await evaluationData(deps, edition, null));
      await deps.db.transaction().execute(async (tx) => {
        const sha256 = await storeReportFile(tx, { editionId: edition.id, kind: 'draft' }, draft);
        await note(tx, edition, { act: 'evaluation-drafted', detail: { sha256 } });
      });
    }),

    /**
     * Sets the approved report as a PDF and publishes it; the same edition gives the same bytes.
     */
    publishReport: endingIn(deps, async (edition) => {
      if (edition.state === 'published') return;
      const { id: editionId, approvedOn } = edition;
      if (approvedOn === null) throw new EditionIncomplete('本期没有批准日期，须重新编制');
      const report = await deps.renderReport(await evaluationData(deps, edition, approvedOn));
      await deps.db.transaction().execute(async (tx) => {
        const sha256 = await storeReportFile(tx, { editionId, kind: 'final' }, report);
        await moveEdition(tx, editionId, { state: 'published', publishedOn: deps.clock.today() });
        await note(tx, edition, { act: 'evaluation-published', detail: { sha256 } });
      });
    }),
  };
}

async function compile({ db, packs }: Dependencies, edition: Edition): Promise<void> {
  const inForce = await packs.get(edition.packVersion);
  const { id, scale, asOf, from, to } = edition;
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await storeFigures(tx, id, await compileFigures(tx, inForce, { scale, asOf }));
      const fund = inForce.pack.routing.defaultFund;
      await storeBreakdown(tx, id, { from, to, fund, asOf });
      const provisional = await reachesOpenMonth(tx, coveredPeriod(inForce.pack).to, asOf);
      await moveEdition(tx, id, { state: 'compiled', provisional });
      await note(tx, edition, { act: 'evaluation-compiled', detail: {} });
    });
}

/** Everything the report prints, read from the edition and the pack it was compiled with. */
async function evaluationData(
  { db, packs }: Dependencies,
  edition: Edition,
  signedOn: IsoDate | null,
): Promise<EvaluationData> {
  const { pack } = await packs.get(edition.packVersion);
  const figures = await listFigures(db, edition.id);
  const breakdown = await findBreakdown(db, edition.id);
  if (!breakdown) throw new EditionIncomplete('编制时未留存分月和分单位数据，须重新编制');
  const printed = Object.fromEntries(figures.map((figure) => [figure.id, figure]));
  return {
    region: { name: pack.name, office: pack.office },
    simulated: await isSimulated(db),
    provisional: edition.provisional,
    asOf: edition.asOf,
    signedOn,
    pack: edition.packVersion,
    scale: edition.scale,
    figures: { ...printed, ...gradeFigure(pack.report.annex.scoring, pack.targets, printed) },
    ...breakdown,
    narrative: pack.report,
    targets: pack.targets,
    sampleDataNotes: pack.sampleDataNotes,
  };
}

function note(
  tx: Tx,
  { id }: Edition,
  { act, detail }: { act: string; detail: Record<string, unknown> },
): Promise<void> {
  return audit(tx, { act, kind: 'evaluation', id, detail });
}
