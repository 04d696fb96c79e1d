import { addDays, addMonths, firstDay, monthOf, type IsoDate } from '../../../domain/days.ts';
import type { Uuid } from '../../../domain/ids.ts';
import type { Branch } from '../programme-spec.ts';
import type { Catalogue, Subject } from './people/catalogue.ts';
import type { Certificate, CertificateHolder, certificatePrinter } from './people/certificates.ts';
import type { LineSeed } from './classes.ts';
import type { Account, Organisation } from './people/organisations.ts';
import type { RatedTraining } from './numbers/plan-lines.ts';
import type { Random } from './numbers/random.ts';
import type { Dates } from './schedule.ts';
import type { AgeBand, Trainee } from './people/trainees.ts';

/** What happens to a line that is not simply accepted and kept. */
export type Fate = 'cut-at-acceptance' | 'cut-at-review' | 'cut-by-objection';

export type PlannedLine = {
  lineNo: number;
  trainee: Trainee;
  group: string;
  attributes: string[];
  occupation?: string;
  course?: string;
  level?: string;
  certificate?: Certificate;
  startedOn: IsoDate;
  endedOn: IsoDate;
  months?: number;
  fate?: Fate;
};

export type PlannedClaim = {
  /** Names the claim among those of its seed and scale; its ids derive from it. */
  key: string;
  id: Uuid;
  scheme: string;
  organisation: Organisation;
  lines: PlannedLine[];
  branch?: Branch;
  dates: Dates;
  /** Levels of 审核 by scheme and amount, one for each day in `dates.reviewed`. */
  reviews: readonly number[];
  /** What will be paid in the end, in fen by fund. */
  payable: ReadonlyMap<string, bigint>;
};

/** What filling in a line needs beside the line itself. */
export type LineContext = {
  dates: Dates;
  draw: Random;
  catalogue: Catalogue;
  trainee: (ages: AgeBand, on: IsoDate) => Trainee;
  certificates: ReturnType<typeof certificatePrinter>;
};

/** Which extra line a branch puts at the end of its claim, and what becomes of it. */
const fates: Partial<Record<Branch, Fate>> = {
  'cut-at-acceptance': 'cut-at-acceptance',
  'manual-check-failed': 'cut-at-acceptance',
  'cut-at-review': 'cut-at-review',
  'objection-upheld': 'cut-by-objection',
};

/** Where the claim asks to be paid: once in a while to an account closed meanwhile. */
export function accountOf({ branch, organisation }: PlannedClaim): Account {
  return branch === 'bank-return' ? organisation.closedAccount : organisation.account;
}

export function fateOf(branch: Branch | undefined): Fate | undefined {
  return branch && fates[branch];
}

/** The roster of a claim: every line with its person, dates and certificate. */
export function fillLines(
  seeds: readonly LineSeed[],
  branch: Branch | undefined,
  context: LineContext,
): PlannedLine[] {
  const fate = fateOf(branch);
  const donor = seeds.find(({ certified }) => certified);
  const all = fate !== undefined && donor ? [...seeds, donor] : seeds;
  const doubtful = doubtfulLine(all, branch);
  const course = courseDates(context);
  const subjects = subjectPicker(context);
  return all.map((seed, at) => {
    const { certificateKind, ...subject } = subjects(seed.training);
    const { level } = seed.training;
    const dates = seed.months === undefined ? course : monthDates(seed.months, context.dates.filed);
    const trainee = context.trainee(context.catalogue.agesOf(seed.group), dates.startedOn);
    const certificate =
      seed.certified && certificateKind !== undefined
        ? certify(context, at === doubtful, {
            kind: certificateKind,
            level,
            issuedOn: dates.issuedOn,
            identityNumber: trainee.identityNumber,
          })
        : undefined;
    return {
      lineNo: at + 1,
      trainee,
      group: seed.group,
      attributes: context.catalogue.attributesOf(seed.group, context.draw),
      ...subject,
      ...(level !== undefined && { level }),
      ...(certificate && { certificate }),
      startedOn: dates.startedOn,
      endedOn: dates.endedOn,
      ...(seed.months !== undefined && { months: seed.months }),
      ...(at >= seeds.length && fate !== undefined && { fate }),
    };
  });
}

/** The certificate that the registry does not know: of a line that counts, or of the extra one. */
function doubtfulLine(seeds: readonly LineSeed[], branch: Branch | undefined): number {
  if (branch === 'manual-check-failed') return seeds.length - 1;
  return branch === 'manual-check-verified' ? seeds.findIndex(({ certified }) => certified) : -1;
}

/** A class starts and ends together; its certificates come before the claim is filed. */
function courseDates({ dates, draw }: LineContext) {
  const issuedOn = addDays(dates.filed, -draw.between(3, 15));
  const endedOn = addDays(issuedOn, -draw.between(1, 15));
  return { startedOn: addDays(endedOn, -draw.between(9, 40)), endedOn, issuedOn };
}

/** Whole months, the last of them over before the claim is filed. */
function monthDates(months: number, filed: IsoDate) {
  const after = firstDay(monthOf(filed));
  const endedOn = addDays(after, -1);
  return { startedOn: addMonths(after, -months), endedOn, issuedOn: endedOn };
}

/** Lines of the same training in one claim share the occupation or course. */
function subjectPicker({ catalogue, draw }: LineContext): (training: RatedTraining) => Subject {
  const chosen = new Map<readonly Subject[], Subject>();
  return (training) => {
    const offered = catalogue.subjectsOf(training);
    const subject = chosen.get(offered) ?? draw.pick(offered);
    chosen.set(offered, subject);
    return subject;
  };
}

function certify(
  { certificates }: LineContext,
  doubtful: boolean,
  holder: CertificateHolder,
): Certificate {
  return doubtful ? certificates.issueUnknown(holder) : certificates.issue(holder);
}
