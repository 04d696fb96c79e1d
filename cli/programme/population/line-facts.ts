import { addMonths, type IsoDate } from '../../../domain/days.ts';
import { checkIdentityNumber } from '../../../domain/identity-number.ts';
import type { LineFacts } from '../../../domain/rules/index.ts';
import type { Claimant, ProgrammeSpec } from '../programme-spec.ts';
import type { PlannedClaim, PlannedLine } from './claims.ts';
import type { LineSeed } from './classes.ts';
import type { LineDates } from './line-dates.ts';
import type { OwnFacts } from './own-facts.ts';
import type { Catalogue, Subject } from './people/catalogue.ts';

/** A line as it is planned, before there is a person. */
export type UnnamedLine = {
  seed: LineSeed;
  subject: Subject;
  dates: LineDates;
  filed: IsoDate;
  claimant: Claimant;
  own: OwnFacts;
};

/** What the region's rules read of a line, of a person as the programme usually has them. */
export function usualFacts(
  spec: ProgrammeSpec,
  catalogue: Catalogue,
  { seed, subject, dates, filed, claimant, own }: UnnamedLine,
): LineFacts {
  const { group, certified, months, training } = seed;
  const { certificateKind, ...about } = subject;
  const { scheme, level, hours, feePaid } = training;
  const ages = catalogue.agesOf(group);
  const { startedOn, endedOn, issuedOn } = dates;
  return {
    scheme,
    group,
    certified,
    ...about,
    ...(level !== undefined && { level }),
    ...(certified && certificateKind !== undefined && { certificateKind }),
    ...(certified && { certificateIssuedOn: issuedOn }),
    ...(months !== undefined && { months }),
    ...(hours !== undefined && { hours }),
    ...(feePaid !== undefined && { feePaid }),
    startedOn,
    endedOn,
    filedOn: filed,
    acceptedOn: filed,
    claimantKind: claimant,
    classSize: spec.classLines.from,
    attributes: catalogue.attributesOf(group),
    bornOn: addMonths(startedOn, -12 * ages.from - 6),
    sex: 'female',
    own,
  };
}

/** What the region's rules read of a line with its person, as it will be filed. */
export function filedFacts(claim: PlannedClaim, line: PlannedLine): LineFacts {
  const { organisation, dates, lines, scheme } = claim;
  const { certificate, occupation, course, level, months, hours, feePaid } = line;
  const person = checkIdentityNumber(line.trainee.identityNumber);
  return {
    scheme,
    group: line.group,
    certified: certificate !== undefined,
    ...(occupation !== undefined && { occupation }),
    ...(course !== undefined && { course }),
    ...(level !== undefined && { level }),
    ...(certificate && {
      certificateKind: certificate.kind,
      certificateIssuedOn: certificate.issuedOn,
    }),
    ...(months !== undefined && { months }),
    ...(hours !== undefined && { hours }),
    ...(feePaid !== undefined && { feePaid }),
    startedOn: line.startedOn,
    endedOn: line.endedOn,
    filedOn: dates.filed,
    acceptedOn: dates.accepted,
    claimantKind: organisation.kind,
    unit: organisation.unit,
    classSize: lines.length,
    attributes: line.attributes,
    ...(person.kind === 'valid' && { bornOn: person.bornOn, sex: person.sex }),
    own: { ...claim.facts, ...line.facts },
  };
}
