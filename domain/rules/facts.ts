import { addMonths, daysBetween, type IsoDate } from '../days.ts';
import type { LineFacts } from './line-facts.ts';

/** Reads one fact of a line as text; undefined where the line has not got it. */
export type ReadFact = (line: LineFacts) => string | undefined;

/** Reads a fact that is several codes at once. */
export type ReadSet = (line: LineFacts) => readonly string[];

/** What a region's lists say of an occupation, a course or a unit, by its code. */
export type Catalogue = ReadonlyMap<string, Readonly<Record<string, string>>>;
export type Catalogues = { occupations: Catalogue; courses: Catalogue; units: Catalogue };

const none: readonly string[] = [];
const sets: Readonly<Record<string, ReadSet>> = {
  attributes: ({ attributes = none }) => attributes,
  listed: ({ listed = none }) => listed,
};

/** The reader of a fact that is a set of codes. */
export const setReader = (name: string): ReadSet => sets[name] ?? (() => none);

/**
 * The reader of a fact by the name that rules use: filed, of the occupation or course, or one that
 * follows from others. Made once for each rule: of a line only what is asked for is worked out.
 */
export function factReader(name: string, { occupations, courses, units }: Catalogues): ReadFact {
  const given = Object.hasOwn(givenFacts, name) ? givenFacts[name] : undefined;
  if (given) return given;
  if (name === 'unitKind') return ({ unit }) => units.get(unit ?? '')?.['kind'];
  return ({ occupation, course, own }) => {
    const ofCourse = course === undefined ? undefined : courses.get(course)?.[name];
    if (ofCourse !== undefined) return ofCourse;
    const ofTrade = occupation === undefined ? undefined : occupations.get(occupation)?.[name];
    return ofTrade ?? own?.[name];
  };
}

const text = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

const givenFacts: Readonly<Record<string, ReadFact>> = {
  scheme: ({ scheme }) => scheme,
  group: ({ group }) => group,
  occupation: ({ occupation }) => occupation,
  course: ({ course }) => course,
  level: ({ level }) => level,
  certificateKind: ({ certificateKind }) => certificateKind,
  certified: ({ certified }) => (certified ? 'true' : 'false'),
  claimantKind: ({ claimantKind }) => claimantKind,
  unit: ({ unit }) => unit,
  instalment: ({ instalment }) => instalment,
  sex: ({ sex }) => sex,
  months: ({ months }) => text(months),
  hours: ({ hours }) => text(hours),
  feePaid: ({ feePaid }) => feePaid,
  classSize: ({ classSize }) => text(classSize),
  bornOn: ({ bornOn }) => bornOn,
  startedOn: ({ startedOn }) => startedOn,
  endedOn: ({ endedOn }) => endedOn,
  filedOn: ({ filedOn }) => filedOn,
  acceptedOn: ({ acceptedOn }) => acceptedOn,
  certificateIssuedOn: ({ certificateIssuedOn }) => certificateIssuedOn,
  trainingDays: ({ trainingDays, startedOn, endedOn }) =>
    String(trainingDays ?? daysBetween(startedOn, endedOn) + 1),
  ageAtStart: ({ bornOn, startedOn }) => ageText(bornOn, startedOn),
  ageAtEnd: ({ bornOn, endedOn }) => ageText(bornOn, endedOn),
  ageAtFiling: ({ bornOn, filedOn }) => ageText(bornOn, filedOn),
  ageAtIssue: ({ bornOn, certificateIssuedOn }) => ageText(bornOn, certificateIssuedOn),
};

function ageText(bornOn: IsoDate | undefined, day: IsoDate | undefined): string | undefined {
  return bornOn === undefined || day === undefined ? undefined : String(ageOn(bornOn, day));
}

/** 周岁: years completed on a day, the birthday itself included; 0 before the first. */
export function ageOn(bornOn: IsoDate, day: IsoDate): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  // The birthday of one born on a leap day is the last of February; any other is the same date.
  const passed =
    bornOn.slice(5) === '02-29'
      ? day >= addMonths(bornOn, years * 12)
      : day.slice(5) >= bornOn.slice(5);
  return Math.max(0, passed ? years : years - 1);
}
