import { checkCertificateNumber } from '../domain/certificate-number.ts';
import { payeeFacts, paysTrainee } from '../domain/payee.ts';
import { fieldsAsked, type RegionPack, type Scheme } from '../domain/region-pack/index.ts';
import { toldApart } from './told-apart.ts';
import type { IsoDate } from '../domain/days.ts';
import { nameOfField } from '../domain/roster/default-columns.ts';
import { assessByRates, instalmentOf, lineFacts } from '../domain/rules/index.ts';
import type { NewLine } from '../db/claim-filing.ts';
import type { PackInForce } from '../db/pack.ts';
import type { Fault } from './errors.ts';
import { ownFactFaults, readableFacts, type OwnFacts } from './own-facts.ts';

/** The claim that a line belongs to, as far as its checks and its rate ask for it. */
export type ClaimContext = {
  scheme: string;
  facts?: OwnFacts;
  instalment?: number;
  filedOn?: IsoDate;
};

/** The days that a filing itself says; it may be accepted on the same day. */
export const daysOfFiling = (filedOn: IsoDate | undefined) =>
  filedOn === undefined ? {} : { filedOn, acceptedOn: filedOn };

/** What the pack says against a line; paths start at the line's own fields. */
export function checkLine(inForce: PackInForce, claim: ClaimContext, line: NewLine): Fault[] {
  const { pack } = inForce;
  const { scheme: code } = claim;
  const scheme = pack.schemes.find((it) => it.code === code);
  if (!scheme) return [];
  const faults = [
    ...unknownCodes(pack, code, line),
    ...wrongCertificate(pack, scheme, line),
    ...notToldApart(inForce, claim, line),
    ...missingQuantity(scheme, line),
    ...missingFields(pack, scheme, line),
    ...ownFactFaults(pack, scheme, { holder: 'line', facts: line.facts }).map(inFacts),
    ...wrongAccount(scheme, line),
    ...missingPayee(pack, scheme, { ...claim.facts, ...line.facts }, line.group),
  ];
  return faults.length > 0 ? faults : notAssessable(inForce, scheme, { line, claim });
}

function unknownCodes(pack: RegionPack, scheme: string, line: NewLine): Fault[] {
  const faults: Fault[] = [];
  const { attributes, occupation, course, level } = line;
  for (const [at, attribute] of attributes.entries()) {
    if (!has(pack.attributes, attribute)) {
      faults.push({ path: `attributes/${String(at)}`, reason: '规则包中没有这种人员属性' });
    }
  }
  if (occupation !== null && !has(pack.occupations, occupation)) {
    faults.push({ path: 'occupation', reason: '规则包中没有这个工种' });
  }
  if (course !== null && !pack.courses.some((it) => it.code === course && it.scheme === scheme)) {
    faults.push({ path: 'course', reason: '该补贴种类没有这个培训项目' });
  }
  if (level !== null && !has(pack.levels, level)) {
    faults.push({ path: 'level', reason: '规则包中没有这个等级' });
  }
  return faults;
}

/** A number of a form nobody knows is left to a person; one that contradicts the line is wrong. */
function wrongCertificate(pack: RegionPack, scheme: Scheme, line: NewLine): Fault[] {
  const { certificateKind: kind, certificateNo: number, level, identityNumber } = line;
  if (kind === null || number === null) return [];
  if (!scheme.certificateKinds.includes(kind)) {
    return [{ path: 'certificate/kind', reason: '该补贴种类不接受这种证书' }];
  }
  const claim = { identityNumber, ...(level !== null && { level }) };
  const found = checkCertificateNumber(kind, number, pack.certificateFormats, claim).kind;
  const reason = contradictions[found];
  return reason === undefined ? [] : [{ path: 'certificate/number', reason }];
}

/** One number may stand for several certificates: without what tells them apart it is any. */
function notToldApart(inForce: PackInForce, claim: ClaimContext, line: NewLine): Fault[] {
  if (line.certificateNo === null) return [];
  const { pack, rules } = inForce;
  return toldApart(inForce, claim, line)
    .filter(({ value }) => value === undefined)
    .map(({ fact }) => ({
      path: pathOfFact(pack, fact) ?? 'certificate/number',
      reason: `须填写：${rules.words.nameOf(fact)}，同一编号的证书以此区分`,
    }));
}

const contradictions: Partial<Record<string, string>> = {
  'level-mismatch': '证书编号中的等级与所填等级不符',
  'identity-mismatch': '证书编号中的身份证号码与所填号码不符',
};

function missingQuantity({ quantity }: Scheme, line: NewLine): Fault[] {
  if (quantity === undefined || line[quantity] !== null) return [];
  return [{ path: quantity, reason: '该补贴种类须填写此数量' }];
}

function missingFields(pack: RegionPack, scheme: Scheme, line: NewLine): Fault[] {
  return fieldsAsked(scheme)
    .filter((field) => line[field] === null && field !== scheme.quantity)
    .map((path) => ({ path, reason: `须填写：${nameOfField(pack, path)}` }));
}

/** An account is asked for where it is needed, and nowhere else. */
function wrongAccount(scheme: Scheme, { account, group }: NewLine): Fault[] {
  const certain = scheme.components.filter((it) => it.if === undefined);
  if (account === null) {
    return paysTrainee({ components: certain }, group) ? [accountMissing] : [];
  }
  if (paysTrainee(scheme, group)) return [];
  return [{ path: 'account', reason: '补贴不付给本人，无须填写账户' }];
}

/** Whoever is certainly paid must be named; what is asked for anyway is told already. */
function missingPayee(
  { facts = [] }: RegionPack,
  scheme: Scheme,
  given: OwnFacts,
  group: string,
): Fault[] {
  return payeeFacts(scheme, group)
    .filter((code) => given[code] === undefined && scheme.asks?.includes(code) !== true)
    .map((code) => ({
      path: `facts/${code}`,
      reason: `须填写：${facts.find((it) => it.code === code)?.name ?? code}`,
    }));
}

const accountMissing: Fault = { path: 'account', reason: '补贴有付给本人的部分，须填写本人账户' };

/** A rate that a missing fact keeps from being read would leave the claim waiting for nobody. */
function notAssessable(
  { pack, rules }: PackInForce,
  scheme: Scheme,
  { line, claim }: { line: NewLine; claim: ClaimContext },
): Fault[] {
  if (scheme.groups && !scheme.groups.includes(line.group)) {
    return [{ path: 'attributes', reason: '该补贴种类不面向此类人员' }];
  }
  const instalment = instalmentOf(scheme, claim.instalment ?? 1)?.code;
  const facts = {
    ...lineFacts(scheme.code, line, line.certificateNo !== null),
    own: readableFacts(pack, { ...claim.facts, ...line.facts }),
    ...(instalment !== undefined && { instalment }),
    attributes: line.attributes,
    ...daysOfFiling(claim.filedOn),
  };
  // What a requirement asks is judged later, by facts that are not known at filing.
  const assessment = assessByRates(rules, facts);
  const paid = assessment.kind === 'granted' ? assessment.components : [];
  if (line.account === null && paid.some(({ payee }) => payee === 'person')) {
    return [accountMissing];
  }
  const lacking = `no-rate-${scheme.code}-`;
  if (assessment.kind !== 'question' || !assessment.question.startsWith(lacking)) return [];
  const path = pathOfFact(pack, assessment.question.slice(lacking.length));
  if (path === undefined) return [];
  return [{ path, reason: '按现行标准计算补贴须填写此项，且须在标准之内' }];
}

const inFacts = ({ path, reason }: Fault): Fault => ({ path: `facts/${path}`, reason });

/**
 * The field that fills a fact, which a question may follow with its value; undefined for what no
 * claimant fills in and is not known before the claim is, as the number of its lines.
 */
function pathOfFact({ facts = [] }: RegionPack, lacking: string): string | undefined {
  const field = fieldOfFact[lacking.split('-')[0] ?? ''];
  if (field !== undefined) return field;
  const own = facts.find(
    ({ code, of }) =>
      (of === 'line' || of === 'claim') && (lacking === code || lacking.startsWith(`${code}-`)),
  );
  return own && `facts/${own.code}`;
}

const fieldOfFact: Partial<Record<string, string>> = {
  class: 'occupation',
  occupation: 'occupation',
  course: 'course',
  level: 'level',
  certificateKind: 'certificate/kind',
  months: 'months',
  hours: 'hours',
  feePaid: 'feePaid',
};

const has = (list: readonly { code: string }[], code: string): boolean =>
  list.some((it) => it.code === code);
