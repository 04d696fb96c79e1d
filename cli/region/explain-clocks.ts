import type { PackInForce } from '../../db/pack.ts';
import type { WorkedCase } from '../../domain/region-pack/cases.ts';
import { lastDayOf, windowOf, type StartedClock } from './case-clocks.ts';
import { questionWords } from './question-words.ts';
import type { WorkedOut } from './work-out.ts';

/** The windows of the rules that apply, and the clocks that the case itself names. */
export function clockLines(inForce: PackInForce, it: WorkedCase, worked: WorkedOut): string[] {
  const compiled = inForce.rules.schemes.get(it.scheme);
  const on = compiled?.keyDay(worked.line);
  const windows = (compiled?.requirements ?? [])
    .filter(({ applies }) => on === undefined || applies(worked.line, on) !== false)
    .flatMap(({ requirement: { code } }) => {
      const window = windowOf(inForce, worked, code);
      return window ? [{ code, window }] : [];
    });
  const named = (it.clocks ?? []).flatMap(({ of, from }): StartedClock[] => {
    if (from === undefined && windows.some(({ code }) => code === of)) return [];
    const window = windowOf(inForce, worked, of, from);
    if (window) return [window];
    if (from === undefined) return [];
    return [{ name: clockNames[of] ?? of, from, last: lastDayOf(inForce, worked, { of, from }) }];
  });
  return [...windows.map(({ window }) => window), ...named].map(
    ({ name, from, last }) => `  ${name}：从 ${from} 起算，${lastText(inForce, last)}`,
  );
}

/** A day, or why nobody can tell it. */
const lastText = ({ pack, rules }: PackInForce, last: string): string =>
  /^\d/u.test(last) ? `末日 ${last}` : questionWords(pack, rules.words, last);

const clockNames: Partial<Record<string, string>> = {
  notice: '公示',
  'notice-opens': '公示开始',
  payment: '支付',
  'payment-run': '支付批次',
  returns: '银行退票',
  correction: '补正',
  'manual-check': '人工核验',
  objection: '异议',
  'payee-correction': '更正账户',
  'report-approval': '报告审批',
};
