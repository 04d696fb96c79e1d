import { z } from 'zod';
import { isIsoDate } from '../../../domain/days.ts';
import { readRegionFile } from '../region-file.ts';

const reportedFigures = z.array(
  z.strictObject({
    figure: z.string(),
    value: z.string(),
    source: z.string(),
    on: z.string().refine(isIsoDate),
  }),
);

/** What the office of the programme reports itself, with source and day. */
export type ReportedFigures = z.output<typeof reportedFigures>;

/** Reads reported-figures.yaml of a region. Throws an error that names the place of every fault. */
export function loadReportedFigures(region: string): Promise<ReportedFigures> {
  return readRegionFile(region, 'reported-figures.yaml', reportedFigures);
}
