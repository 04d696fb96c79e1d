import type { IsoDate } from '../../../domain/days.ts';
import type { Uuid } from '../../../domain/ids.ts';
import type { Yuan } from '../../../domain/money.ts';
import { seasonOf, type Branch, type ProgrammeSpec } from '../programme-spec.ts';
import { lineDatesOf, type LineDates } from './line-dates.ts';
import { claimFacts, ownLineFacts, type OwnFacts } from './own-facts.ts';
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
  hours?: number;
  feePaid?: Yuan;
  /** The region's own facts of the line. */
  facts?: OwnFacts;
  fate?: Fate;
};

export type PlannedClaim = {
  /** Names the claim among those of its seed and scale; its ids derive from it. */
  key: string;
  id: Uuid;
  scheme: string;
  organisation: Organisation;
  /** The region's own facts of the claim as a whole. */
  facts?: OwnFacts;
  lines: PlannedLine[];
  branch?: Branch;
  dates: Dates;
  /** What its lines come to when it is accepted. */
  amount: Yuan;
  /** Levels of 审核 by scheme and amount, one for each day in `dates.reviewed`. */
  reviews: readonly number[];
  /** What will be paid in the end, in fen by fund. */
  payable: ReadonlyMap<string, bigint>;
};

/** What filling in a line needs beside the line itself. */
export type LineContext = {
  spec: ProgrammeSpec;
  column: string;
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

/** The roster of a claim: every line with its person, dates, certificate and own facts. */
export function fillLines(
  seeds: readonly LineSeed[],
  branch: Branch | undefined,
  context: LineContext,
): { facts: OwnFacts; lines: PlannedLine[] } {
  const { spec, draw, column } = context;
  const { filed } = context.dates;
  const fate = fateOf(branch);
  const donor = seeds.find(({ certified }) => certified);
  const all = fate !== undefined && donor ? [...seeds, donor] : seeds;
  const doubtful = doubtfulLine(all, branch);
  const { startsFrom } = seasonOf(spec, column);
  const datesOf = lineDatesOf(all, { filed, startsFrom }, draw);
  const subjects = subjectPicker(context);
  const lines = all.map((seed, at): PlannedLine => {
    const seat = { lineDates: datesOf(seed), about: subjects(seed.training) };
    return {
      lineNo: at + 1,
      ...fillLine(seed, { ...context, ...seat, doubtful: at === doubtful }),
      ...(at >= seeds.length && fate !== undefined && { fate }),
    };
  });
  const [first] = all;
  const scheme = first?.training.scheme ?? '';
  const facts = claimFacts(spec, scheme, { dates: all.map(datesOf), filed }, draw);
  return { facts, lines };
}

type SeatContext = LineContext & { lineDates: LineDates; about: Subject; doubtful: boolean };

function fillLine(seed: LineSeed, context: SeatContext): Omit<PlannedLine, 'lineNo'> {
  const { spec, dates, draw, catalogue, lineDates, about, doubtful } = context;
  const { group, training, certified, months } = seed;
  const { certificateKind, ...subject } = about;
  const { level, hours, feePaid } = training;
  const { startedOn, endedOn, issuedOn } = lineDates;
  const trainee = context.trainee(catalogue.agesOf(group), startedOn);
  const { identityNumber } = trainee;
  const holder = { kind: certificateKind ?? '', level, issuedOn, identityNumber };
  const facts = ownLineFacts(spec, seed, { startedOn, endedOn, filed: dates.filed }, draw);
  return {
    trainee,
    group,
    attributes: catalogue.attributesOf(group, draw),
    ...subject,
    ...(level !== undefined && { level }),
    ...(certified &&
      certificateKind !== undefined && { certificate: certify(context, doubtful, holder) }),
    startedOn,
    endedOn,
    ...(months !== undefined && { months }),
    ...(hours !== undefined && { hours }),
    ...(feePaid !== undefined && { feePaid }),
    ...(Object.keys(facts).length > 0 && { facts }),
  };
}

/** The certificate that the registry does not know: of a line that counts, or of the extra one. */
function doubtfulLine(seeds: readonly LineSeed[], branch: Branch | undefined): number {
  if (branch === 'manual-check-failed') return seeds.length - 1;
  return branch === 'manual-check-verified' ? seeds.findIndex(({ certified }) => certified) : -1;
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
