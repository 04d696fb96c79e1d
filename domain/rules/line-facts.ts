import type { IsoDate } from '../days.ts';
import { checkIdentityNumber } from '../identity-number.ts';
import type { Yuan } from '../money.ts';
import type { PaidTo } from '../payee.ts';

/** What a line's amount depends on: codes, quantities and days, nothing that names a person. */
export type LineFacts = {
  scheme: string;
  group: string;
  occupation?: string;
  course?: string;
  level?: string;
  certificateKind?: string;
  months?: number;
  hours?: number;
  /** Where limits leave fewer than it has. */
  trainingDays?: number;
  feePaid?: Yuan;
  startedOn: IsoDate;
  endedOn: IsoDate;
  /** True when a certificate was verified. */
  certified: boolean;
  certificateIssuedOn?: IsoDate;
  filedOn?: IsoDate;
  /** 受理: until then the day it waits for it. */
  acceptedOn?: IsoDate;
  /** What the trainee is declared to be. */
  attributes?: readonly string[];
  /** The imported lists that name the trainee or the claimant on a day of the training. */
  listed?: readonly string[];
  bornOn?: IsoDate;
  sex?: 'male' | 'female';
  claimantKind?: string;
  /** The claimant's credit code: whom a fact names by it is the claimant. */
  claimantCode?: string;
  unit?: string;
  /** Lines of the claim. */
  classSize?: number;
  /** Which of several payments of one claim is assessed, by its code. */
  instalment?: string;
  /** The region's own facts of line and claim, by code. */
  own?: Readonly<Record<string, string>>;
};

/** How an amount came about, for an officer or auditor to redo by hand. */
export type Explanation = {
  rule: string;
  version: string;
  clause: string;
  on: IsoDate;
  inputs: Record<string, string>;
  steps: string[];
  amount: Yuan;
};

export type AssessedComponent = {
  component: string;
  amount: Yuan;
  fund: string;
  payee: PaidTo;
  explanation: Explanation;
  /** Of quantities that limits count, how much it pays for, where that is less than was filed. */
  counted?: Readonly<Record<string, string>>;
};

/** A line granted before, as a refusal names it to whoever reads it. */
export type EarlierLine = { claimNo: string; lineNo: number; day: IsoDate };

/** The rule that keeps a line or a component from being paid. */
export type RefusedBy = {
  rule: string;
  name: string;
  clause: string;
  earlier?: readonly EarlierLine[];
};

/** A component that is not paid though the rest of its line is. */
export type LeftOut = RefusedBy & { component: string };

/**
 * `nothing`: trained, but nothing is paid, for the reason given. `question`: the pack has no rule;
 * a person must say, nothing is guessed.
 */
export type Assessment =
  | { kind: 'granted'; components: AssessedComponent[]; leftOut?: LeftOut[] }
  | { kind: 'nothing'; reason: string; by?: RefusedBy }
  | { kind: 'question'; question: string };

/** A line as it is stored: what does not apply is null. */
export type StoredFacts = Pick<LineFacts, 'group' | 'startedOn' | 'endedOn'> & {
  [fact in OptionalFact]: Required<LineFacts>[fact] | null;
};

type OptionalFact =
  | 'occupation'
  | 'course'
  | 'level'
  | 'certificateKind'
  | 'months'
  | 'hours'
  | 'feePaid';

/** The facts of a stored line under a scheme, its certificate verified or not. */
export function lineFacts(scheme: string, line: StoredFacts, certified: boolean): LineFacts {
  return {
    scheme,
    group: line.group,
    startedOn: line.startedOn,
    endedOn: line.endedOn,
    certified,
    ...(line.occupation !== null && { occupation: line.occupation }),
    ...(line.course !== null && { course: line.course }),
    ...(line.level !== null && { level: line.level }),
    ...(line.certificateKind !== null && { certificateKind: line.certificateKind }),
    ...(line.months !== null && { months: line.months }),
    ...(line.hours !== null && { hours: line.hours }),
    ...(line.feePaid !== null && { feePaid: line.feePaid }),
  };
}

/** A line on record, with what its claim and its claimant are. */
export type LineOnRecord = StoredFacts & {
  certificateIssuedOn: IsoDate | null;
  attributes: readonly string[];
  own: Readonly<Record<string, string>>;
  filedOn: IsoDate;
  acceptedOn: IsoDate;
  unit: string;
  claimantKind: string;
  claimantCode: string | null;
};

/** All facts of a line on record but those of its class, its trainee's birth and the lists. */
export function recordedFacts(scheme: string, line: LineOnRecord, certified: boolean): LineFacts {
  const { attributes, own, filedOn, acceptedOn, unit } = line;
  const { claimantKind, claimantCode, certificateIssuedOn } = line;
  return {
    ...lineFacts(scheme, line, certified),
    ...(certificateIssuedOn !== null && { certificateIssuedOn }),
    attributes,
    own,
    filedOn,
    acceptedOn,
    unit,
    claimantKind,
    ...(claimantCode !== null && { claimantCode }),
  };
}

/** What an identity number tells of its person; nothing where the number is not valid. */
export function birthFacts(identityNumber: string): Pick<LineFacts, 'bornOn' | 'sex'> {
  const check = checkIdentityNumber(identityNumber);
  return check.kind === 'valid' ? { bornOn: check.bornOn, sex: check.sex } : {};
}
