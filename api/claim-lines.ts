import { z } from 'zod';
import { assignGroup } from '../domain/groups.ts';
import { identifyCertificate } from '../domain/certificate-number.ts';
import { addMonths, monthOf, type IsoDate } from '../domain/days.ts';
import { sourceAt } from '../domain/look-up-ways.ts';
import { sum, ZERO, type Yuan } from '../domain/money.ts';
import { assessByRates, lineFacts } from '../domain/rules/index.ts';
import type { NewLine } from '../db/claim-filing.ts';
import type { PackInForce } from '../db/pack.ts';
import type { Fault } from './errors.ts';
import {
  accountNumberField,
  certificateField,
  codeField,
  dayField,
  identityField,
  nameField,
  smallCount,
  yuanField,
} from './fields.ts';
import { checkLine, daysOfFiling, type ClaimContext } from './line-checks.ts';
import { toldApart } from './told-apart.ts';
import { ownFactsField, readableFacts } from './own-facts.ts';

export const linesMax = 500;

/**
 * One trainee of a roster. Quantities are asked for where the scheme counts them, the trainee's own
 * account where something is paid to the trainee.
 */
export const lineSchema = z
  .strictObject({
    name: nameField(60),
    identityNumber: identityField,
    attributes: z.array(codeField, '须为列表').max(20, '不超过 20 项'),
    occupation: codeField.optional(),
    course: codeField.optional(),
    level: codeField.optional(),
    certificate: z.strictObject({ kind: codeField, number: certificateField }).optional(),
    startedOn: dayField,
    endedOn: dayField,
    months: smallCount(120).optional(),
    hours: smallCount(5000).optional(),
    feePaid: yuanField.optional(),
    facts: ownFactsField.optional(),
    account: z
      .strictObject({ number: accountNumberField, bank: nameField(60).optional() })
      .optional(),
  })
  .refine((line) => line.endedOn >= line.startedOn, {
    path: ['endedOn'],
    error: '结束日期早于开始日期',
  });

export type LineRequest = z.output<typeof lineSchema>;

export const linesSchema = z
  .array(lineSchema, '须为列表')
  .min(1, '至少一名培训人员')
  .max(linesMax, `一次申领不超过 ${String(linesMax)} 人`);

type Prepared = { lines: NewLine[]; faults: Fault[] };

/** The lines as they are stored, and every fault that only the pack or their neighbours show. */
export function prepareLines(
  inForce: PackInForce,
  claim: ClaimContext & { filedOn: IsoDate },
  lines: readonly LineRequest[],
): Prepared {
  const prepared = prepareEach(inForce, claim, lines);
  return { ...prepared, faults: [...prepared.faults, ...repeated(prepared.lines)] };
}

/** The same without what their neighbours show, for rosters that come in parts. */
export function prepareEach(
  inForce: PackInForce,
  claim: ClaimContext & { filedOn: IsoDate },
  lines: readonly LineRequest[],
): Prepared {
  const { groups } = inForce.pack;
  const prepared = lines
    .map((line, at) => prepareLine(line, at + 1, assignGroup({ groups }, line.attributes)))
    .map((line) => withCertificate(inForce, claim, line));
  const { schemes } = inForce.pack;
  const paidAhead = schemes.find(({ code }) => code === claim.scheme)?.instalments?.[0]?.ahead;
  const own = prepared.flatMap((line, at) =>
    [...checkLine(inForce, claim, line), ...(paidAhead ? [] : untimely(line, claim.filedOn))].map(
      below(at),
    ),
  );
  return { lines: prepared, faults: own };
}

/** A line with its certificate, and what the certificate may be worth. */
type CertificateOf = Omit<NewLine, 'name' | 'identityNumber'>;

/** Faults of a roster with the path it has in the request: '/lines' or '/correctedLines'. */
export const under =
  (root: string) =>
  ({ path, reason }: Fault): Fault => ({ path: `${root}/${path}`, reason });

const below =
  (at: number) =>
  ({ path, reason }: Fault): Fault => ({ path: `${String(at)}/${path}`, reason });

function prepareLine(line: LineRequest, lineNo: number, group: string): NewLine {
  const { account, certificate } = line;
  return {
    lineNo,
    name: line.name,
    identityNumber: line.identityNumber,
    attributes: line.attributes,
    group,
    occupation: line.occupation ?? null,
    course: line.course ?? null,
    level: line.level ?? null,
    certificateKind: certificate?.kind ?? null,
    certificateNo: certificate?.number ?? null,
    certificateKey: null,
    certificateShown: null,
    lookUpSource: null,
    claimed: ZERO,
    startedOn: line.startedOn,
    endedOn: line.endedOn,
    months: line.months ?? null,
    hours: line.hours ?? null,
    feePaid: line.feePaid ?? null,
    facts: line.facts ?? {},
    account: account ? { number: account.number, bank: account.bank ?? null } : null,
  };
}

/** The certificate's number as its kind writes it, where it is looked up, what it is worth. */
export function withCertificate<Line extends CertificateOf>(
  inForce: PackInForce,
  claim: ClaimContext,
  line: Line,
): Line {
  const { pack } = inForce;
  const { certificateKind: kind, certificateNo } = line;
  if (kind === null || certificateNo === null) return line;
  const { number, key, shown } = identifyCertificate(kind, certificateNo, pack.certificateFormats);
  return {
    ...line,
    certificateNo: number,
    certificateKey: [key, ...toldApart(inForce, claim, line).map(({ value }) => value ?? '-')].join(
      ' ',
    ),
    certificateShown: shown,
    lookUpSource: sourceAt(pack, kind, 0) ?? null,
    claimed: amountIfCertified(inForce, claim, line),
  };
}

function amountIfCertified(
  { pack, rules }: PackInForce,
  { scheme, facts, filedOn }: ClaimContext,
  line: CertificateOf,
): Yuan {
  const own = readableFacts(pack, { ...facts, ...line.facts });
  const certified = { ...lineFacts(scheme, line, true), own, ...daysOfFiling(filedOn) };
  const assessment = assessByRates(rules, certified);
  return assessment.kind === 'granted' ? sum(assessment.components.map((it) => it.amount)) : ZERO;
}

/** What is paid has been done: the training is over, and touches as many months as are claimed. */
function untimely({ startedOn, endedOn, months }: NewLine, filedOn: IsoDate): Fault[] {
  if (endedOn > filedOn) return [{ path: 'endedOn', reason: '培训尚未结束' }];
  const lastMonth = monthOf(addMonths(startedOn, (months ?? 1) - 1));
  if (lastMonth <= monthOf(endedOn)) return [];
  return [{ path: 'months', reason: '月数多于开始日期至结束日期所跨的月份' }];
}

/** Persons and certificates that stand in two lines; a row is called by the number it has. */
export function repeated(
  lines: readonly NewLine[],
  rowNo: (at: number) => number = (at) => at + 1,
): Fault[] {
  const persons = lines.map(({ identityNumber }) => identityNumber);
  const certificates = lines.map(({ certificateKind, certificateKey }) =>
    certificateKey === null ? '' : `${certificateKind ?? ''} ${certificateKey}`,
  );
  const accounts = lines.map(({ account }) => account?.number ?? '');
  return [
    ...repeatedIn(persons, 'identityNumber', rowNo),
    ...repeatedIn(accounts, 'account/number', rowNo),
    ...repeatedIn(certificates, 'certificate/number', rowNo),
  ];
}

function repeatedIn(
  values: readonly string[],
  field: string,
  rowNo: (at: number) => number,
): Fault[] {
  const first = new Map<string, number>();
  const faults: Fault[] = [];
  for (const [at, value] of values.entries()) {
    const before = first.get(value);
    if (before === undefined) first.set(value, at);
    else if (value !== '') {
      faults.push(below(at)({ path: field, reason: `与第 ${String(rowNo(before))} 行重复` }));
    }
  }
  return faults;
}
