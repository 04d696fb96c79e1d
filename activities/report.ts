import { shanghaiDay } from '../domain/days.ts';
import type { EvaluationData } from '../domain/evaluation.ts';
import { audit } from '../db/audit.ts';
import {
  getEdition,
  listFigures,
  listMonthFigures,
  listUnitFigures,
  moveEdition,
  reachesOpenMonth,
  storeFigures,
  type Edition,
} from '../db/indicator-edition.ts';
import { isSimulated } from '../db/installation.ts';
import { storeReportFile } from '../db/report-file.ts';
import type { Dependencies } from './dependencies.ts';
import { compileFigures } from './evaluation-figures.ts';

export function createReportActivities(deps: Dependencies) {
  const { db, packs } = deps;
  return {
    /** Compiles the figures of a requested evaluation from one snapshot and keeps them for good. */
    async compileEvaluation({ editionId }: { editionId: string }): Promise<void> {
      const edition = await getEdition(db, editionId);
      if (edition.state !== 'requested') return;
      const inForce = await packs.get(edition.packVersion);
      await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (tx) => {
          const { scale, asOf } = edition;
          const figures = await compileFigures(tx, inForce, { scale, asOf });
          await storeFigures(tx, editionId, figures);
          const provisional = await reachesOpenMonth(tx, edition.to);
          await moveEdition(tx, editionId, { state: 'compiled', provisional });
          await audit(tx, { act: 'evaluation-compiled', kind: 'evaluation', id: editionId });
        });
    },

    /**
     * Sets the approved report as a PDF and publishes it; the same edition gives the same bytes.
     */
    async publishReport({ editionId }: { editionId: string }): Promise<{ sha256: string }> {
      const edition = await getEdition(db, editionId);
      const report = await deps.renderReport(await evaluationData(deps, edition));
      await db.transaction().execute(async (tx) => {
        await storeReportFile(tx, editionId, report);
        await moveEdition(tx, editionId, { state: 'published', on: shanghaiDay(edition.asOf) });
        await audit(tx, {
          act: 'evaluation-published',
          kind: 'evaluation',
          id: editionId,
          detail: { sha256: report.sha256 },
        });
      });
      return { sha256: report.sha256 };
    },
  };
}

/** Everything the report prints, read from the edition and the pack it was compiled with. */
async function evaluationData(
  { db, packs }: Dependencies,
  edition: Edition,
): Promise<EvaluationData> {
  const { pack } = await packs.get(edition.packVersion);
  const { from, to } = edition;
  const fund = pack.routing.defaultFund;
  const figures = await listFigures(db, edition.id);
  return {
    region: { name: pack.name, office: pack.office },
    simulated: await isSimulated(db),
    provisional: edition.provisional,
    asOf: edition.asOf,
    signedOn: shanghaiDay(edition.asOf),
    pack: edition.packVersion,
    scale: edition.scale,
    figures: Object.fromEntries(figures.map((figure) => [figure.id, figure])),
    months: await listMonthFigures(db, { from, to, fund }),
    units: await listUnitFigures(db, { from, to, fund }),
    narrative: pack.report,
    targets: pack.targets,
    sampleDataNotes: pack.sampleDataNotes,
  };
}
