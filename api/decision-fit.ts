import { needsReason, outcomesOf } from '../domain/approval.ts';
import type { TaskToDecide } from '../db/inbox.ts';
import type { Fault } from './errors.ts';

type Line = {
  lineNo: number;
  outcome?: 'verified' | 'failed' | 'cut' | undefined;
  reason?: string | undefined;
  lookedUp?: unknown;
};

export type DecisionContent = {
  outcome: string;
  reason?: string | undefined;
  lines: readonly Line[];
  account?: unknown;
  correctedLines?: unknown;
  correctedFacts?: unknown;
  correctedMaterials?: unknown;
  reportedLines?: unknown;
  reportedFacts?: unknown;
};

/** Decisions that may cut lines, by kind of task. */
const cutting: Partial<Record<string, string>> = {
  acceptance: 'accept',
  review: 'approve',
  finance: 'approve',
};

/** What in a decision does not fit the kind of its task. */
export function misfits({ kind }: Pick<TaskToDecide, 'kind'>, it: DecisionContent): Fault[] {
  const faults: Fault[] = [];
  const outcomes = outcomesOf[kind] ?? [];
  if (!outcomes.includes(it.outcome)) {
    faults.push({ path: '/outcome', reason: `只能是 ${outcomes.join('、')}` });
  }
  if (needsReason.has(it.outcome) && it.reason === undefined) {
    faults.push({ path: '/reason', reason: '须写明理由' });
  }
  faults.push(...misplaced(it, 'correctedLines', kind === 'correction', '补正后的名单'));
  faults.push(...misplaced(it, 'account', kind === 'payee-correction', '新的收款账户'));
  faults.push(...misplaced(it, 'reportedLines', kind === 'instalment-report', '结果'));
  faults.push(...uncalledFor(kind, it));
  return [...faults, ...lineMisfits(kind, it)];
}

function uncalledFor(kind: string, it: DecisionContent): Fault[] {
  const fields = [
    ['correction', 'correctedFacts'],
    ['correction', 'correctedMaterials'],
    ['instalment-report', 'reportedFacts'],
  ] as const;
  return fields
    .filter(([of, field]) => kind !== of && it[field] !== undefined)
    .map(([, field]) => ({ path: `/${field}`, reason: '此任务不需要此项' }));
}

function misplaced(
  it: DecisionContent,
  field: 'correctedLines' | 'account' | 'reportedLines',
  wanted: boolean,
  name: string,
): Fault[] {
  const given = it[field] !== undefined;
  if (given === wanted) return [];
  return [{ path: `/${field}`, reason: wanted ? `须提交${name}` : '此任务不需要此项' }];
}

function lineMisfits(kind: string, { outcome, reason, lines }: DecisionContent): Fault[] {
  const manual = kind === 'manual-check';
  if (!manual && cutting[kind] !== outcome) {
    return lines.length > 0 ? [{ path: '/lines', reason: '此决定不涉及单行' }] : [];
  }
  const seen = new Set<number>();
  return lines.flatMap((line, at) => {
    const faults: Fault[] = [];
    const path = `/lines/${String(at)}`;
    const checked = line.outcome === 'verified' || line.outcome === 'failed';
    if (manual && !checked) {
      faults.push({ path: `${path}/outcome`, reason: '须写 verified 或 failed' });
    }
    if (manual !== (line.lookedUp !== undefined)) {
      const expected = manual ? '须写明在何处、何日查询' : '只有人工核验写明查询情况';
      faults.push({ path: `${path}/lookedUp`, reason: expected });
    }
    if (!manual && checked) faults.push({ path: `${path}/outcome`, reason: '核减写 cut，或不写' });
    if (!manual && line.reason === undefined && reason === undefined) {
      faults.push({ path: `${path}/reason`, reason: '须写明核减理由' });
    }
    if (seen.has(line.lineNo)) faults.push({ path: `${path}/lineNo`, reason: '行号重复' });
    seen.add(line.lineNo);
    return faults;
  });
}
