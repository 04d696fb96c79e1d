import { randomUUID } from 'node:crypto';
import type { Database } from '../../db/connect.ts';
import { type Instant, shanghaiDay } from '../../domain/days.ts';
import type { Person } from './api-office.ts';

/** What Ningxia's pack leaves to the office. */
export const reportedByOffice = [
  'satisfaction-employment-service',
  'satisfaction-subsidy-handling',
  'skill-gain',
];

/** Enters figures as the office does, at an instant of the test's own. */
export async function enterFigures(
  db: Database,
  { by, at, value = '97.20' }: { by: Person; at: Instant; value?: string },
  figures: readonly string[] = reportedByOffice,
): Promise<void> {
  const rows = figures.map((figure) => ({
    id: randomUUID(),
    figure,
    value,
    source: '示例调查',
    reported_on: shanghaiDay(at),
    entered_by: by.id,
    recorded_at: at,
  }));
  await db.insertInto('reported_figure').values(rows).execute();
}
