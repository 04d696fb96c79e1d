import { addMonths, daysBetween, type IsoDate } from '../days.ts';
import type { LineFacts } from './line-facts.ts';

/** The facts of a line by the names that rules use; a fact the line has not is not there. */
export type Facts = {
  values: Readonly<Record<string, string>>;
  sets: Readonly<Record<string, readonly string[]>>;
};

/** What a region's lists say of an occupation or a course. */
export type Catalogue = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The facts of a line: those filed, those its occupation and course have, those that follow. */
export function factsOf(
  line: LineFacts,
  {
    occupations,
    courses,
    unitKinds,
  }: {
    occupations: Catalogue;
    courses: Catalogue;
    unitKinds: ReadonlyMap<string, string>;
  },
): Facts {
  const values: Record<string, string> = {
    ...line.own,
    ...(line.occupation !== undefined && occupations.get(line.occupation)),
    ...(line.course !== undefined && courses.get(line.course)),
    scheme: line.scheme,
    group: line.group,
    certified: line.certified ? 'true' : 'false',
    startedOn: line.startedOn,
    endedOn: line.endedOn,
    trainingDays: String(daysBetween(line.startedOn, line.endedOn) + 1),
  };
  for (const name of givenFacts) {
    const given = line[name];
    if (given !== undefined) values[name] = String(given);
  }
  const unitKind = line.unit === undefined ? undefined : unitKinds.get(line.unit);
  if (unitKind !== undefined) values['unitKind'] = unitKind;
  if (line.bornOn !== undefined) addAges(values, line.bornOn, line);
  return { values, sets: { attributes: line.attributes ?? [], listed: line.listed ?? [] } };
}

const givenFacts = [
  'occupation',
  'course',
  'level',
  'certificateKind',
  'months',
  'hours',
  'feePaid',
  'filedOn',
  'certificateIssuedOn',
  'claimantKind',
  'unit',
  'instalment',
  'sex',
  'classSize',
] as const;

function addAges(values: Record<string, string>, bornOn: IsoDate, line: LineFacts): void {
  values['ageAtStart'] = String(ageOn(bornOn, line.startedOn));
  values['ageAtEnd'] = String(ageOn(bornOn, line.endedOn));
  if (line.filedOn !== undefined) values['ageAtFiling'] = String(ageOn(bornOn, line.filedOn));
  if (line.certificateIssuedOn !== undefined) {
    values['ageAtIssue'] = String(ageOn(bornOn, line.certificateIssuedOn));
  }
}

/** 周岁: years completed on a day, the birthday itself included; 0 before the first. */
export function ageOn(bornOn: IsoDate, day: IsoDate): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  const birthday = addMonths(bornOn, years * 12);
  return Math.max(0, day < birthday ? years - 1 : years);
}
