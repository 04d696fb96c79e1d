import { derivedId } from '../../../db/ids.ts';
import { monthOf, type IsoDate, type Month } from '../../../domain/days.ts';
import type { Uuid } from '../../../domain/ids.ts';
import type { PlannedClaim, PlannedLine } from '../population/claims.ts';

export type DecisionLine = {
  lineNo: number;
  outcome?: string;
  reason?: string;
  evidence?: string;
  lookedUp?: { site: string; on: IsoDate; issuedOn?: IsoDate };
};

export type TaskKind =
  | 'correction'
  | 'manual-check'
  | 'acceptance'
  | 'review'
  | 'objection'
  | 'finance'
  | 'payee-correction'
  | 'payee-confirmation';

export type Decision = {
  kind: 'decide';
  task: TaskKind;
  level?: number;
  outcome: string;
  reason?: string;
  lines?: DecisionLine[];
};

export type What =
  | { kind: 'file'; faulty: boolean }
  | { kind: 'withdraw' | 'hold' | 'release'; reason: string }
  | { kind: 'object'; lineNo: number; reason: string }
  | Decision;

/** One thing somebody does on a day. Its id is the same in every run of a seed and scale. */
export type Act = { id: Uuid; on: IsoDate; what: What };

/** Everything that people do to a claim, in order. */
export function actsOf(claim: PlannedClaim): Act[] {
  const steps = [...untilAcceptance(claim), ...afterAcceptance(claim)];
  return steps.map((step, at) => ({ id: derivedId(claim.id, 'act', String(at)), ...step }));
}

export function actsByMonth(claim: PlannedClaim): Map<Month, Act[]> {
  return Map.groupBy(actsOf(claim), ({ on }) => monthOf(on));
}

type Step = Omit<Act, 'id'>;

function untilAcceptance({ branch, dates, lines }: PlannedClaim): Step[] {
  const steps: Step[] = [
    { on: dates.filed, what: { kind: 'file', faulty: dates.returned !== undefined } },
  ];
  if (branch === 'withdrawn') {
    const reason = '示例：申报单位撤回，另行申报';
    return [...steps, { on: dates.accepted, what: { kind: 'withdraw', reason } }];
  }
  if (dates.returned && dates.corrected) {
    const reason = '示例：开班日期与培训台账不一致，请更正后重新提交';
    steps.push({ on: dates.returned, what: decide('acceptance', 'return', { reason }) });
    steps.push({ on: dates.corrected, what: decide('correction', 'corrected') });
  }
  if (dates.checked) {
    const { checked } = dates;
    const checks = { lines: lines.filter(isDoubtful).map((it) => manualCheck(it, checked)) };
    steps.push({ on: dates.checked, what: decide('manual-check', 'checked', checks) });
  }
  return steps;
}

function afterAcceptance(claim: PlannedClaim): Step[] {
  const { branch, dates } = claim;
  if (branch === 'withdrawn') return [];
  if (branch === 'refused') {
    const reason = '示例：培训机构未列入目录，不予受理';
    return [{ on: dates.accepted, what: decide('acceptance', 'refuse', { reason }) }];
  }
  const cutNow = cuts(claim, 'cut-at-acceptance', '示例：证书或出勤记录不符，该学员不予补贴');
  const accept = { on: dates.accepted, what: decide('acceptance', 'accept', cutNow) };
  return [accept, ...reviews(claim), ...duringNotice(claim), ...payment(claim)];
}

/** Every review approves; the first cuts the line that is to be cut there. */
function reviews(claim: PlannedClaim): Step[] {
  return claim.dates.reviewed.map((on, at) => {
    const reason = '示例：社保记录显示培训期间不在本单位';
    const cutNow = at === 0 ? cuts(claim, 'cut-at-review', reason) : {};
    const level = claim.reviews[at] ?? at + 1;
    return { on, what: { ...decide('review', 'approve', cutNow), level } };
  });
}

function duringNotice({ dates, lines, branch }: PlannedClaim): Step[] {
  const { held, released, objected, objectionDecided } = dates;
  if (held && released) {
    const what = (kind: 'hold' | 'release', reason: string): What => ({ kind, reason });
    return [
      { on: held, what: what('hold', '示例：核对资金来源，暂停办理') },
      { on: released, what: what('release', '示例：核对无误，恢复办理') },
    ];
  }
  if (!objected || !objectionDecided) return [];
  const upheld = branch === 'objection-upheld';
  const lineNo = lines.find(({ fate }) => !upheld || fate === 'cut-by-objection')?.lineNo ?? 1;
  const outcome = upheld ? 'uphold' : 'dismiss';
  const reason = upheld ? '示例：经查该学员未参加培训' : '示例：经查情况属实，异议不成立';
  return [
    {
      on: objected,
      what: { kind: 'object', lineNo, reason: '示例：群众反映该学员未参加培训' },
    },
    {
      on: objectionDecided,
      what: decide('objection', outcome, { reason }),
    },
  ];
}

function payment({ dates }: PlannedClaim): Step[] {
  const steps: Step[] = [{ on: dates.approved, what: decide('finance', 'approve') }];
  const { payeeCorrected, payeeConfirmed } = dates;
  if (payeeCorrected && payeeConfirmed) {
    steps.push(
      { on: payeeCorrected, what: decide('payee-correction', 'corrected') },
      { on: payeeConfirmed, what: decide('payee-confirmation', 'confirm') },
    );
  }
  return steps;
}

function decide(task: TaskKind, outcome: string, more: Partial<Decision> = {}): Decision {
  return { kind: 'decide', task, outcome, ...more };
}

function cuts({ lines }: PlannedClaim, fate: PlannedLine['fate'], reason: string) {
  const cut = lines.filter((line) => line.fate === fate);
  return cut.length > 0 ? { lines: cut.map(({ lineNo }) => ({ lineNo, reason })) } : {};
}

function isDoubtful({ certificate }: PlannedLine): boolean {
  return certificate !== undefined && !certificate.registered;
}

/** The line that is cut afterwards is the one whose certificate turned out to be false. */
function manualCheck({ lineNo, fate, certificate }: PlannedLine, on: IsoDate): DecisionLine {
  const lookedUp = { site: '示例：发证机构', on };
  const issued = certificate && { issuedOn: certificate.issuedOn };
  return fate === undefined
    ? {
        lineNo,
        outcome: 'verified',
        evidence: '示例：发证机构书面确认',
        lookedUp: { ...lookedUp, ...issued },
      }
    : { lineNo, outcome: 'failed', evidence: '示例：发证机构答复无此证书', lookedUp };
}
