import type { RegionPack } from '../../../../domain/region-pack/index.ts';
import type { ProgrammeSpec } from '../../programme-spec.ts';
import type { RatedTraining } from '../numbers/plan-lines.ts';
import type { Random } from '../numbers/random.ts';
import type { AgeBand } from './trainees.ts';

/** What a line is about: an occupation, a course, or neither; and the certificate it leads to. */
export type Subject = { occupation?: string; course?: string; certificateKind?: string };

/** What trainees can learn, hold and declare in a region. */
export type Catalogue = {
  courses: readonly { code: string; scheme: string }[];
  /** Every subject that a training can be about; there is always one. */
  subjectsOf: (training: RatedTraining) => readonly Subject[];
  /** What a trainee of the group declares; with a draw, now and then another thing as well. */
  attributesOf: (group: string, draw?: Random) => string[];
  agesOf: (group: string) => AgeBand;
};

const otherGroups = 'others-not-named';
/** One in so many declares a second attribute. */
const alsoDeclaring = 5;

export function catalogueOf(pack: RegionPack, spec: ProgrammeSpec): Catalogue {
  const kinds = new Map(pack.schemes.map((it) => [it.code, it.certificateKinds[0]]));
  const attributes = new Map(pack.groups.map(({ code, attributes: all }) => [code, all[0]]));
  const known = new Map<string, Subject[]>();
  return {
    courses: pack.courses,
    subjectsOf(training) {
      const { scheme, level, class: of, course, occupation, certificateKind } = training;
      const kind = certificateKind ?? kinds.get(scheme);
      const key = [scheme, level, of, course, occupation, kind].join(' ');
      const subjects =
        known.get(key) ??
        subjectsOf(pack, training).map((it) => ({
          ...it,
          ...(kind !== undefined && { certificateKind: kind }),
        }));
      known.set(key, subjects);
      return subjects;
    },
    attributesOf(group, draw) {
      const also = draw?.below(alsoDeclaring) === 0 ? spec.alsoDeclared[group] : undefined;
      return [group, also].flatMap((code) => {
        const attribute = code === undefined ? undefined : attributes.get(code);
        return attribute === undefined ? [] : [attribute];
      });
    },
    agesOf(group) {
      const ages = spec.ages[group] ?? spec.ages[otherGroups];
      if (!ages) throw new RangeError(`no ages for ${group}`);
      return ages;
    },
  };
}

/** What is named; else a course of the scheme where it has courses, an occupation with levels. */
function subjectsOf(
  pack: RegionPack,
  { scheme, level, class: of, course, occupation }: RatedTraining,
): Subject[] {
  if (course !== undefined) return [{ course }];
  if (occupation !== undefined) return [{ occupation }];
  const courses = pack.courses.filter((offered) => offered.scheme === scheme);
  if (courses.length > 0) return courses.map(({ code }) => ({ course: code }));
  if (level === undefined) return [{}];
  const occupations = pack.occupations.filter((it) => of === undefined || it.class === of);
  if (occupations.length === 0) throw new RangeError(`no occupation of class ${of ?? ''}`);
  return occupations.map(({ code }) => ({ occupation: code }));
}
