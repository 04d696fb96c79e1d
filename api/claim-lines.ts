import { z } from 'zod';
import { checkIdentityNumber } from '../domain/identity-number.ts';
import { assignGroup } from '../domain/groups.ts';
import type { RegionPack } from '../domain/region-pack/index.ts';
import type { NewLine } from '../db/claim-filing.ts';
import { Refusal, type Fault } from './errors.ts';
import { codeField, dayField, smallCount, textField, yuanField } from './fields.ts';

export const linesMax = 500;

/** One trainee of a roster. Quantities are asked for where the scheme counts them. */
export const lineSchema = z.strictObject({
  name: textField(60),
  identityNumber: z.string('须为文本').max(40, '身份证号码过长'),
  attributes: z.array(codeField, '须为列表').max(20, '不超过 20 项'),
  occupation: codeField.optional(),
  course: codeField.optional(),
  level: codeField.optional(),
  certificate: z.strictObject({ kind: codeField, number: textField(64) }).optional(),
  startedOn: dayField,
  endedOn: dayField,
  months: smallCount(120).optional(),
  hours: smallCount(5000).optional(),
  feePaid: yuanField.optional(),
});

export type LineRequest = z.output<typeof lineSchema>;

export const linesSchema = z
  .array(lineSchema, '须为列表')
  .min(1, '至少一名培训人员')
  .max(linesMax, `一次申领不超过 ${String(linesMax)} 人`);

/** Checks every line against the pack and GB 11643; throws one Refusal that names all faults. */
export function prepareLines(
  pack: RegionPack,
  scheme: string,
  lines: readonly LineRequest[],
  path: string,
): NewLine[] {
  const faults: Fault[] = [];
  const prepared = lines.map((line, at) => {
    const report = (field: string, reason: string): void => {
      faults.push({ path: `${path}/${String(at)}/${field}`, reason });
    };
    return prepareLine(pack, { scheme, line, lineNo: at + 1 }, report);
  });
  repeatedPersons(prepared, path, faults);
  if (faults.length > 0) throw new Refusal('invalid-request', '请按所列行改正后重新提交', faults);
  return prepared;
}

type Report = (field: string, reason: string) => void;

function prepareLine(
  pack: RegionPack,
  { scheme, line, lineNo }: { scheme: string; line: LineRequest; lineNo: number },
  report: Report,
): NewLine {
  const identity = checkIdentityNumber(line.identityNumber);
  if (identity.kind === 'invalid') report('identityNumber', identityFaults[identity.reason]);
  if (line.endedOn < line.startedOn) report('endedOn', '结束日期早于开始日期');
  checkCodes(pack, scheme, line, report);
  return {
    lineNo,
    name: line.name,
    identityNumber: identity.kind === 'valid' ? identity.number : '',
    attributes: line.attributes,
    group: assignGroup(pack, line.attributes),
    occupation: line.occupation ?? null,
    course: line.course ?? null,
    level: line.level ?? null,
    certificateKind: line.certificate?.kind ?? null,
    certificateNo: line.certificate?.number.toUpperCase() ?? null,
    startedOn: line.startedOn,
    endedOn: line.endedOn,
    months: line.months ?? null,
    hours: line.hours ?? null,
    feePaid: line.feePaid ?? null,
  };
}

function checkCodes(pack: RegionPack, scheme: string, line: LineRequest, report: Report): void {
  const of = pack.schemes.find(({ code }) => code === scheme);
  const unknown = line.attributes.find((it) => !pack.attributes.some(({ code }) => code === it));
  if (unknown !== undefined) report('attributes', '含有规则包中没有的人员属性');
  if (
    line.occupation !== undefined &&
    !pack.occupations.some((it) => it.code === line.occupation)
  ) {
    report('occupation', '规则包中没有这个工种');
  }
  if (line.course !== undefined && !pack.courses.some((it) => it.code === line.course)) {
    report('course', '规则包中没有这个项目');
  }
  if (line.level !== undefined && !pack.levels.some((it) => it.code === line.level)) {
    report('level', '规则包中没有这个等级');
  }
  if (line.certificate && !(of?.certificateKinds.includes(line.certificate.kind) ?? false)) {
    report('certificate/kind', '该补贴项目不接受这种证书');
  }
  if (of?.quantity !== undefined && line[of.quantity] === undefined) {
    report(of.quantity, '该补贴项目须填写此数量');
  }
}

function repeatedPersons(lines: readonly NewLine[], path: string, faults: Fault[]): void {
  const seen = new Map<string, number>();
  for (const { identityNumber, lineNo } of lines) {
    const first = seen.get(identityNumber);
    if (identityNumber !== '' && first !== undefined) {
      faults.push({
        path: `${path}/${String(lineNo - 1)}/identityNumber`,
        reason: `与第 ${String(first)} 行重复`,
      });
    }
    seen.set(identityNumber, lineNo);
  }
}

const identityFaults = {
  length: '身份证号码应为 18 位',
  characters: '身份证号码只能是数字，末位可为 X',
  'birth-date': '身份证号码中的出生日期不存在',
  'check-digit': '身份证号码校验位不符，请核对',
  'old-15-digits': '15 位身份证号码已停用，请填写 18 位号码',
} as const;
