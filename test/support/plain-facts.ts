import { knownFacts } from '../../domain/region-pack/facts.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import type { LineFacts } from '../../domain/rules/index.ts';
import { fractionOf, shortestText } from './plain-fraction.ts';
import { ageOn, daysFromTo } from './plain-days.ts';

/** What rules may ask of a line, by the names of docs/regions.md. */
export type PlainFacts = {
  value: (name: string) => string | undefined;
  set: (name: string) => readonly string[];
  /** Of whoever files. */
  creditCode: string | undefined;
};

/** A line as filed; money in it is any decimal text. */
export type PlainLine = Omit<LineFacts, 'feePaid'> & { feePaid?: string };

/** The facts of a line: what the program knows of itself, else what the pack's own facts say. */
export function plainFacts(pack: RegionPack, line: PlainLine): PlainFacts {
  const occupation = pack.occupations.find(({ code }) => code === line.occupation);
  const course = pack.courses.find(({ code }) => code === line.course);
  const filed = new Map<string, unknown>(Object.entries(line));
  const own = (name: string) => {
    switch (pack.facts?.find(({ code }) => code === name)?.of) {
      case 'occupation':
        return occupation?.facts?.[name];
      case 'course':
        return course?.facts?.[name];
      default:
        return line.own?.[name];
    }
  };
  const known = (name: string) => {
    switch (name) {
      case 'class':
        return occupation?.class;
      case 'unitKind':
        return pack.units.find(({ code }) => code === line.unit)?.kind;
      case 'trainingDays':
        return line.trainingDays ?? daysFromTo(line.startedOn, line.endedOn);
      case 'ageAtStart':
        return ageOn(line.bornOn, line.startedOn);
      case 'ageAtEnd':
        return ageOn(line.bornOn, line.endedOn);
      case 'ageAtFiling':
        return ageOn(line.bornOn, line.filedOn);
      case 'ageAtIssue':
        return ageOn(line.bornOn, line.certificateIssuedOn);
      default:
        return filed.get(name);
    }
  };
  return {
    value(name) {
      const value = Object.hasOwn(knownFacts, name) ? known(name) : own(name);
      if (!isSingle(value)) return undefined;
      return kindOf(pack, name) === 'number'
        ? shortestText(fractionOf(String(value)))
        : String(value);
    },
    creditCode: line.claimantCode,
    set: (name) => (name === 'attributes' ? line.attributes : line.listed) ?? [],
  };
}

const isSingle = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

export const kindOf = (pack: RegionPack, name: string): string | undefined =>
  knownFacts[name]?.kind ?? pack.facts?.find(({ code }) => code === name)?.kind;
