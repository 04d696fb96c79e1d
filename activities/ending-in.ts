import { audit } from '../db/audit.ts';
import { getEdition, moveEdition, type Edition } from '../db/indicator-edition.ts';
import { PdfRenderError } from '../report/render-pdf.ts';
import type { Dependencies } from './dependencies.ts';
import { EditionIncomplete } from './evaluation-figures.ts';
import { PackQuestion } from './pack-question.ts';

/** True when no other try would help; the edition then is `failed`, with the reason. */
export type StepEnd = { failed: boolean };
export type ReportStep = (input: { editionId: string }) => Promise<StepEnd>;

/** The step, which ends the edition where a figure, the text or the pack stands in its way. */
export function endingIn(
  { db }: Dependencies,
  take: (edition: Edition) => Promise<void>,
): ReportStep {
  return async ({ editionId }) => {
    const edition = await getEdition(db, editionId);
    if (edition.state === 'failed') return { failed: true };
    try {
      await take(edition);
      return { failed: false };
    } catch (error) {
      const reason = lastingReason(error);
      if (reason === undefined) throw error;
      await db.transaction().execute(async (tx) => {
        await moveEdition(tx, editionId, { state: 'failed', reason });
        await audit(tx, { act: 'evaluation-failed', kind: 'evaluation', id: editionId });
      });
      return { failed: true };
    }
  };
}

function lastingReason(error: unknown): string | undefined {
  if (error instanceof PackQuestion) return error.question;
  if (error instanceof EditionIncomplete) return error.message;
  return error instanceof PdfRenderError && error.lasts ? error.message : undefined;
}
