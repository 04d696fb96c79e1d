import { z } from 'zod';
import type { IsoDate } from '../domain/days.ts';
import type { OwnFact } from '../domain/region-pack/index.ts';
import { instalmentOf } from '../domain/rules/index.ts';
import type { Tx } from '../db/connect.ts';
import { listLinesToReport, reportLines, type LineToReport } from '../db/instalment-report.ts';
import type { TaskToDecide } from '../db/inbox.ts';
import type { PackInForce } from '../db/pack.ts';
import type { ApiContext } from './context.ts';
import { invalidRequest, Refusal, type Fault } from './errors.ts';
import { certificateField, codeField, dayField, smallCount } from './fields.ts';
import { checkLine } from './line-checks.ts';
import { claimFactFaults, ownFactsField, type OwnFacts } from './own-facts.ts';
import { under, withCertificate } from './claim-lines.ts';
import { requireFree } from './routes/claim-post.ts';

/** What became of one trainee: own facts, a certificate, another last day. */
export const reportedLinesField = z
  .array(
    z.strictObject({
      lineNo: smallCount(5000),
      endedOn: dayField.optional(),
      certificate: z.strictObject({ kind: codeField, number: certificateField }).optional(),
      facts: ownFactsField.optional(),
    }),
    '须为列表',
  )
  .max(5000, '不超过 5000 行');

export type ReportedLines = z.output<typeof reportedLinesField>;

/**
 * Takes the report that a later instalment waits for into the lines of the claim. Throws one
 * Refusal that names every fault; lines that are not named stay as they were.
 */
export async function takeReport(
  tx: Tx,
  { keys }: ApiContext,
  of: {
    task: TaskToDecide & { claimId: string; scheme: string };
    inForce: PackInForce;
    reported: ReportedLines;
    facts: OwnFacts | undefined;
    on: IsoDate;
  },
): Promise<void> {
  const { task, inForce, reported, on } = of;
  const { claimId, taskId, scheme } = task;
  const root = '/reportedLines';
  const facts = { ...task.facts, ...of.facts };
  const stored = await listLinesToReport(tx, claimId);
  const faults = claimFactFaults(inForce.pack, scheme, facts).map(under('/reportedFacts'));
  const byNo = new Map(reported.map((line, at) => [line.lineNo, { line, at }]));
  const known = new Set(stored.map(({ lineNo }) => lineNo));
  for (const [at, { lineNo }] of reported.entries()) {
    if (byNo.get(lineNo)?.at !== at) faults.push(fault(at, 'lineNo', '行号重复'));
    if (!known.has(lineNo)) faults.push(fault(at, 'lineNo', '没有这一行，或该行已核减'));
  }
  const asked = askedAtReport(inForce, task);
  const claim = { scheme, facts, instalment: task.instalment ?? 1 };
  const lines = stored
    .map((line): LineToReport => merged(line, byNo.get(line.lineNo)?.line))
    .map((line) => withCertificate(inForce, claim, line));
  for (const line of lines) {
    const at = byNo.get(line.lineNo)?.at;
    const missing = asked.filter(({ code }) => line.facts[code] === undefined);
    faults.push(
      ...missing.map(({ code, name }) => ({
        path: at === undefined ? root : `${root}/${String(at)}/facts/${code}`,
        reason: `第 ${String(line.lineNo)} 行须填写：${name}`,
      })),
    );
    if (at === undefined) continue;
    const identityNumber = line.identity === null ? '' : keys.decrypt(line.identity);
    const whole = { ...line, name: '', identityNumber };
    const own = checkLine(inForce, claim, whole);
    if (line.endedOn > on) own.push({ path: 'endedOn', reason: '培训尚未结束' });
    faults.push(...own.map(({ path, reason }) => fault(at, path, reason)));
  }
  if (faults.length > 0) throw invalidRequest(...faults);
  const changed = lines.filter(({ lineNo }) => byNo.get(lineNo)?.line.certificate !== undefined);
  await requireFree(tx, keys, { claimId, root, lines: changed.map(withoutPerson) });
  if (await reportLines(tx, keys, { claimId, taskId, facts }, lines)) return;
  throw new Refusal('task-already-decided', '结果已经提交，正在处理');
}

/** The line facts that the awaited instalment asks for. */
function askedAtReport({ pack }: PackInForce, task: TaskToDecide): readonly OwnFact[] {
  const scheme = pack.schemes.find(({ code }) => code === task.scheme);
  const asks = instalmentOf(scheme, task.instalment ?? 1)?.awaits?.asks ?? [];
  return (pack.facts ?? []).filter(({ code, of }) => of === 'line' && asks.includes(code));
}

const fault = (at: number, path: string, reason: string): Fault => ({
  path: `/reportedLines/${String(at)}/${path}`,
  reason,
});

const withoutPerson = (line: LineToReport) => ({ ...line, name: '', identityNumber: '' });

function merged(line: LineToReport, reported: ReportedLines[number] | undefined): LineToReport {
  if (!reported) return line;
  const { endedOn, certificate, facts } = reported;
  return {
    ...line,
    ...(endedOn !== undefined && { endedOn }),
    ...(certificate && { certificateKind: certificate.kind, certificateNo: certificate.number }),
    facts: { ...line.facts, ...facts },
  };
}
