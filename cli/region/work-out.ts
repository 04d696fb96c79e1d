import { stepsOf } from '../../activities/chain.ts';
import { prepareLines, type LineRequest } from '../../api/claim-lines.ts';
import { Refusal, type Fault } from '../../api/errors.ts';
import { requireOpen, takesClaims } from '../../api/filing-window.ts';
import { claimFactFaults, readableFacts } from '../../api/own-facts.ts';
import type { PackInForce } from '../../db/pack.ts';
import type { IsoDate } from '../../domain/days.ts';
import { assignGroup } from '../../domain/groups.ts';
import { sum, ZERO, type Yuan } from '../../domain/money.ts';
import { paysTrainee } from '../../domain/payee.ts';
import type { EarlierCase, WorkedCase } from '../../domain/region-pack/cases.ts';
import type { ApprovalStep, RegionPack, Scheme } from '../../domain/region-pack/index.ts';
import {
  assessLine,
  compileRules,
  instalmentOf,
  lessGrantedBefore,
  lineFacts,
  paysAhead,
  routeOf,
  sharedSubjects,
  subjectKey,
  withinLimits,
  type Assessment,
  type Grant,
  type LimitUse,
  type LineFacts,
} from '../../domain/rules/index.ts';
import { workingCalendar, type WorkingCalendar } from '../../domain/working-calendar.ts';
import { otherPerson, personOf, type CasePerson } from './case-person.ts';

/** What becomes of the line of a case, by the checks of filing, the rules and what came before. */
export type WorkedOut = {
  person: CasePerson;
  filedOn: IsoDate;
  group: string;
  /** Why the line would not be taken at filing; then nothing else was looked at. */
  notFiled: Fault[];
  line: LineFacts;
  earlier: Grant[];
  /** What earlier instalments granted, by component; undefined at the first. */
  before: WorkedCase['before'] | undefined;
  /** By its rules alone, after exclusions and limits, and less what was granted before. */
  byItself: Assessment;
  inAll: Assessment;
  assessment: Assessment;
  uses: LimitUse[];
  /** What shared limits had used before, by `subjectKey`. */
  usedBefore: ReadonlyMap<string, string>;
  amount: Yuan;
  steps: ApprovalStep[];
};

/** Whom the limits of a case count for. */
export const subjects = { person: 'person', organisation: 'organisation' };

/** A pack made ready for working out its cases. */
export function readyToWorkOut(pack: RegionPack): PackInForce {
  return { pack, rules: compileRules(pack), calendar: workingCalendar(pack.calendar) };
}

/** Takes the line of a case the way of a filed line: checks, group, rules, limits, chain. */
export function workOut(inForce: PackInForce, it: WorkedCase): WorkedOut {
  const { pack, rules } = inForce;
  const { line: written, scheme } = it;
  const person = personOf(written);
  const filedOn = it.filedOn ?? written.endedOn;
  const terms = rules.schemes.get(scheme)?.scheme;
  const group = assignGroup(pack, written.attributes);
  const account = terms !== undefined && paysTrainee(terms, group) ? caseAccount : undefined;
  const roster = rosterOf(written, person, account);
  const claim = { scheme, filedOn, facts: it.claim ?? {} };
  const { lines, faults } = prepareLines(inForce, claim, roster);
  const filed = lines.at(-1);
  if (!filed) throw new Error('a roster without a line');
  const line: LineFacts = {
    ...lineFacts(scheme, filed, written.certificate?.verified === true),
    ...contextOf(it, { person, filedOn, first: instalmentOf(terms, 1)?.code }),
    own: readableFacts(pack, { ...it.claim, ...written.facts }),
    attributes: written.attributes,
    classSize: it.classSize ?? roster.length,
  };
  const earlier = (it.earlier ?? []).map((grant) => grantOf(grant, filed.group));
  const usedBefore = new Map(
    sharedSubjects(rules, { line, subjects }).flatMap(({ limit, subject }) => {
      const before = it.used?.[limit];
      return before === undefined ? [] : [[subjectKey(limit, subject), before] as const];
    }),
  );
  const grantedBefore = it.before !== undefined;
  const { assessment, uses } = withinLimits(
    rules,
    { line, subjects, earlier, grantedBefore, ...paidFor(terms, it.before) },
    new Map(usedBefore),
  );
  const due = dueNow(inForce, it, { line, assessment });
  const amount = it.claimAmount ?? amountOf(due);
  return {
    person,
    filedOn,
    group: filed.group,
    notFiled: [
      ...(terms ? closedOn(terms, filedOn, inForce.calendar) : []),
      ...(it.unit === undefined || takesClaims(pack, it.unit)
        ? []
        : [{ path: 'unit', reason: '不是受理单位' }]),
      ...claimFactFaults(pack, scheme, claim.facts).map(inFacts),
      ...faults,
    ],
    line,
    earlier,
    before: it.before,
    byItself: assessLine(rules, line),
    inAll: assessment,
    assessment: due,
    uses,
    usedBefore,
    amount,
    steps: stepsOf(pack, scheme, amount),
  };
}

/** Own facts of a claim and of a line are told alike. */
const inFacts = ({ path, reason }: Fault): Fault => ({ path: `facts/${path}`, reason });

/** What earlier instalments of a case paid for good. */
export function paidFor(
  terms: Scheme | undefined,
  before: WorkedCase['before'],
): { paid?: Record<string, Yuan> } {
  if (before === undefined || paysAhead(terms)) return {};
  const paid = Object.entries(before).map(([code, { amount }]) => [code, amount] as const);
  return { paid: Object.fromEntries(paid) };
}

/** Why the scheme takes no claim on a day, as the API says it. */
function closedOn(scheme: Scheme, filedOn: IsoDate, calendar: WorkingCalendar): Fault[] {
  try {
    requireOpen(scheme, filedOn, calendar);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [{ path: '', reason: error.detail }];
    throw error;
  }
}

/** What the components of a line add up to, yuan; 0.00 where nothing is granted. */
export const amountOf = (assessment: Assessment): Yuan =>
  assessment.kind === 'granted' ? sum(assessment.components.map(({ amount }) => amount)) : ZERO;

/** What a later instalment pays: what the rates give in all, less what was granted before. */
function dueNow(
  { rules }: PackInForce,
  { before = {}, scheme }: WorkedCase,
  { line, assessment }: { line: LineFacts; assessment: Assessment },
): Assessment {
  const granted = Object.entries(before).map(([component, it]) => {
    const payee = routeOf(rules, line, component)?.payee ?? 'claimant';
    return { component, payee, ...it };
  });
  if (granted.length === 0 || assessment.kind === 'question') return assessment;
  const takesBack = paysAhead(rules.schemes.get(scheme)?.scheme);
  const due = lessGrantedBefore(assessment, granted, { takesBack, on: line.endedOn });
  if ('fundChanged' in due) {
    return { kind: 'question', question: `fund-changed-${due.fundChanged}` };
  }
  if (due.components.length > 0) return { kind: 'granted', components: due.components };
  return assessment.kind === 'nothing' ? assessment : { kind: 'nothing', reason: 'no-component' };
}

/** The facts of a case that its roster does not carry. */
function contextOf(
  it: WorkedCase,
  { person, filedOn, first }: { person: CasePerson; filedOn: IsoDate; first: string | undefined },
): Partial<LineFacts> {
  const { unit, claimantKind, line } = it;
  const instalment = it.instalment ?? first;
  const issuedOn = line.certificate?.issuedOn;
  return {
    filedOn,
    acceptedOn: it.acceptedOn ?? filedOn,
    bornOn: person.bornOn,
    sex: person.sex,
    listed: line.listed ?? [],
    ...(unit !== undefined && { unit }),
    ...(claimantKind !== undefined && { claimantKind }),
    ...(instalment !== undefined && { instalment }),
    ...(issuedOn !== undefined && { certificateIssuedOn: issuedOn }),
  };
}

function grantOf(
  { claimNo, lineNo, elsewhere = false, amount, components, facts, ...line }: EarlierCase,
  group: string,
): Grant {
  const granted: LineFacts = { ...line, group: line.group ?? group, certified: true };
  return {
    claimNo,
    lineNo: lineNo ?? 1,
    amount,
    ...(components && { parts: components }),
    ...(elsewhere && { organisation: 'elsewhere' }),
    line: { ...granted, ...(facts && { own: facts }) },
  };
}

/** Cases are about amounts: whose account it is does not matter. */
const caseAccount = { number: '6217000000000001' };

/** The line of a case as filed; before it the line it repeats, where it does. */
function rosterOf(
  written: WorkedCase['line'],
  { identityNumber }: CasePerson,
  account: LineRequest['account'],
): LineRequest[] {
  const { certificate, repeats, bornOn: _, sex: __, listed: ___, ...facts } = written;
  const filed = (number: string, no: string): LineRequest => ({
    ...facts,
    name: '某某',
    identityNumber: number,
    ...(account && { account: { number: `${account.number.slice(0, -1)}${no}` } }),
    ...(certificate && {
      certificate: { kind: certificate.kind, number: certificate.number ?? `案例${no}` },
    }),
  });
  const line = filed(identityNumber, '1');
  if (repeats === undefined) return [line];
  const other = filed(otherPerson(), '2');
  return repeats === 'person'
    ? [{ ...other, identityNumber }, line]
    : [{ ...line, identityNumber: other.identityNumber }, line];
}
