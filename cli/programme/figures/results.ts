import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { instant } from '../../../domain/days.ts';
import { packAccess } from '../../../db/pack.ts';
import { connect } from '../../../db/connect.ts';
import { compileFigures } from '../../../activities/evaluation-figures.ts';
import { compareFigures, type Comparison, type RunFigure } from './compare-figures.ts';
import { figuresMarkdown } from './figures-md.ts';
import type { Programme } from '../programme.ts';
import type { Evaluation } from '../publish-evaluation.ts';

/** Writes report.pdf, figures.json and figures.md, and answers how each figure compares. */
export async function writeResults(
  programme: Programme,
  { figures, pdf }: Evaluation,
  folder: string,
): Promise<Comparison[]> {
  const comparisons = compare(programme, figures);
  const { scale, seed, pack } = programme;
  const run = { region: pack.name, scale: scale.text, seed };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'report.pdf'), pdf);
  const content = { simulated: true, ...run, figures };
  await writeFile(join(folder, 'figures.json'), `${JSON.stringify(content, undefined, 1)}\n`);
  await writeFile(join(folder, 'figures.md'), figuresMarkdown(comparisons, run));
  return comparisons;
}

/** Counts every figure again from the facts as they are now, and compares. Changes nothing. */
export async function checkFacts(programme: Programme, databaseUrl: string): Promise<Comparison[]> {
  const db = connect(databaseUrl, { max: 1 });
  try {
    const inForce = await packAccess(db).inForce();
    const asOf = instant(new Date().toISOString());
    const figures = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => compileFigures(tx, inForce, { scale: programme.scale.text, asOf }));
    return compare(
      programme,
      figures.map(({ figure }) => figure),
    );
  } finally {
    await db.destroy();
  }
}

function compare({ expected, scale }: Programme, figures: readonly RunFigure[]): Comparison[] {
  return compareFigures(expected, figures, scale);
}
