import { checkCertificateNumber } from '../domain/certificate-number.ts';
import { paysTrainee } from '../domain/payee.ts';
import type { RegionPack, Scheme } from '../domain/region-pack/index.ts';
import { assessLine, lineFacts } from '../domain/rules/index.ts';
import type { NewLine } from '../db/claim-filing.ts';
import type { PackInForce } from '../db/pack.ts';
import type { Fault } from './errors.ts';

/** What the pack says against a line; paths start at the line's own fields. */
export function checkLine(inForce: PackInForce, code: string, line: NewLine): Fault[] {
  const { pack } = inForce;
  const scheme = pack.schemes.find((it) => it.code === code);
  if (!scheme) return [];
  const faults = [
    ...unknownCodes(pack, code, line),
    ...wrongCertificate(pack, scheme, line),
    ...missingQuantity(scheme, line),
    ...wrongAccount(scheme, line),
  ];
  return faults.length > 0 ? faults : notAssessable(inForce, scheme, line);
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
  const check = (it: string) =>
    checkCertificateNumber(kind, it, pack.certificateFormats, claim).kind;
  const found = check(number);
  const bare = number.replaceAll('-', '');
  // With hyphens put in it would count as another number, and be paid for once more.
  const hyphenated = bare !== number && found === 'unknown-format' && check(bare) !== found;
  const reason = hyphenated ? '该类证书编号中没有短横线' : contradictions[found];
  return reason === undefined ? [] : [{ path: 'certificate/number', reason }];
}

const contradictions: Partial<Record<string, string>> = {
  'level-mismatch': '证书编号中的等级与所填等级不符',
  'identity-mismatch': '证书编号中的身份证号码与所填号码不符',
};

function missingQuantity({ quantity }: Scheme, line: NewLine): Fault[] {
  if (quantity === undefined || line[quantity] !== null) return [];
  return [{ path: quantity, reason: '该补贴种类须填写此数量' }];
}

/** An account is asked for where it is needed, and nowhere else. */
function wrongAccount(scheme: Scheme, { account, group }: NewLine): Fault[] {
  const wanted = paysTrainee(scheme, group);
  if (wanted === (account !== null)) return [];
  const reason = wanted ? '补贴有付给本人的部分，须填写本人账户' : '补贴不付给本人，无须填写账户';
  return [{ path: 'account', reason }];
}

/** A rate that a missing fact keeps from being read would leave the claim waiting for nobody. */
function notAssessable({ rules }: PackInForce, scheme: Scheme, line: NewLine): Fault[] {
  if (scheme.groups && !scheme.groups.includes(line.group)) {
    return [{ path: 'attributes', reason: '该补贴种类不面向此类人员' }];
  }
  const facts = lineFacts(scheme.code, line, line.certificateNo !== null);
  const assessment = assessLine(rules, facts);
  const lacking = `no-rate-${scheme.code}-`;
  if (assessment.kind !== 'question' || !assessment.question.startsWith(lacking)) return [];
  const fact = assessment.question.slice(lacking.length).split('-')[0] ?? '';
  return [
    { path: fieldOfFact[fact] ?? '', reason: '按现行标准计算补贴须填写此项，且须在标准之内' },
  ];
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
