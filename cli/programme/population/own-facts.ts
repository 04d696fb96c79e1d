import { addDays, type IsoDate } from '../../../domain/days.ts';
import type { FactValue, ProgrammeSpec } from '../programme-spec.ts';
import type { LineSeed } from './classes.ts';
import type { LineDates } from './line-dates.ts';
import type { Random } from './numbers/random.ts';

export type OwnFacts = Record<string, string>;
type When = Pick<LineDates, 'startedOn' | 'endedOn'> & { filed: IsoDate };
type Lot = Pick<Random, 'between'>;

/** The own facts of a claim, counted from its earliest start and its last end. */
export function claimFacts(
  spec: ProgrammeSpec,
  scheme: string,
  { dates, filed }: { dates: readonly LineDates[]; filed: IsoDate },
  draw: Lot,
): OwnFacts {
  const [startedOn = filed] = dates.map((it) => it.startedOn).toSorted();
  const endedOn =
    dates
      .map((it) => it.endedOn)
      .toSorted()
      .at(-1) ?? filed;
  return filled(spec.facts?.[scheme]?.claim, { startedOn, endedOn, filed }, draw);
}

/** The own facts of one line: those of every line of its scheme, and those of its training. */
export function ownLineFacts(
  spec: ProgrammeSpec,
  { training }: LineSeed,
  when: When,
  draw: Lot,
): OwnFacts {
  return { ...filled(spec.facts?.[training.scheme]?.line, when, draw), ...training.facts };
}

function filled(
  values: Readonly<Record<string, FactValue>> | undefined,
  when: When,
  draw: Lot,
): OwnFacts {
  const entries = Object.entries(values ?? {}).map(([code, value]) => [
    code,
    valueOf(value, when, draw),
  ]);
  return Object.fromEntries(entries);
}

function valueOf(value: FactValue, { startedOn, endedOn, filed }: When, draw: Lot): string {
  if (typeof value === 'string') return value;
  if ('from' in value) return String(draw.between(value.from, value.to));
  if ('daysBeforeStart' in value) return addDays(startedOn, -value.daysBeforeStart);
  if ('daysAfterEnd' in value) return addDays(endedOn, value.daysAfterEnd);
  return addDays(filed, -value.daysBeforeFiling);
}
