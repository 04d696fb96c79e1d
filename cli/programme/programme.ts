import type { RegionPack } from '../../domain/region-pack/index.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { loadExpectedFigures, type ExpectedFigures } from './figures/expected-figures.ts';
import { loadReportedFigures, type ReportedFigures } from './figures/reported-figures.ts';
import { buildPopulation, seriesOf, type Population } from './population/population.ts';
import { openRegion } from './population/region.ts';
import { scale as scaleOf, type Scale } from './population/numbers/shares.ts';
import type { Calendar } from './population/schedule.ts';
import { loadProgrammeSpec, type ProgrammeSpec } from './programme-spec.ts';
import { staffOf, type Staff } from './office/staff.ts';

export type ProgrammeOrder = {
  /** Folder of the region. */
  region: string;
  scale: string;
  seed: string;
};

/** A programme before anybody acts: who takes part, what they will do, what must come out. */
export type Programme = {
  pack: RegionPack;
  spec: ProgrammeSpec;
  expected: ExpectedFigures;
  reported: ReportedFigures;
  scale: Scale;
  seed: string;
  series: string;
  calendar: Calendar;
  staff: Staff;
  population: Population;
};

/** Reads a region and makes the population of its programme; the same order makes the same one. */
export async function prepareProgramme(order: ProgrammeOrder): Promise<Programme> {
  const { region, seed } = order;
  const scale = scaleOf(order.scale);
  const [pack, spec, expected, reported] = await Promise.all([
    loadRegionPack(region),
    loadProgrammeSpec(region),
    loadExpectedFigures(region),
    loadReportedFigures(region),
  ]);
  const series = seriesOf({ pack, scale, seed });
  return {
    pack,
    spec,
    expected,
    reported,
    scale,
    seed,
    series,
    calendar: openRegion(pack, spec).calendar,
    staff: staffOf(pack, series),
    population: buildPopulation({ pack, spec, scale, seed }),
  };
}
