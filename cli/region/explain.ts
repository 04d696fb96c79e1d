import type { PackInForce } from '../../db/pack.ts';
import { noticeFor } from '../../domain/notice-rule.ts';
import { clockLimit } from '../../domain/deadline.ts';
import type { Notice } from '../../domain/region-pack/index.ts';
import { readCases, type WrittenCase } from '../../gateways/region-cases.ts';
import { loadRegionPack, RegionPackFaulty } from '../../gateways/region-pack.ts';
import { daysWords, limitWords } from './condition-words.ts';
import { lastDayOf, windowOf } from './case-clocks.ts';
import { amountLines } from './explain-amount.ts';
import { factLines } from './explain-person.ts';
import { ruleLines } from './explain-rules.ts';
import { judgeCase } from './judge-case.ts';
import { outcomeLines, resultText } from './outcome-text.ts';
import { bad, good, heading } from '../terminal.ts';
import { readyToWorkOut, workOut, type WorkedOut } from './work-out.ts';

/**
 * A worked case explained in Chinese, from the facts to the clocks. The case is named by its name,
 * by a part of it that no other case has, or by its number in the table of `check`. Throws
 * RegionPackFaulty, or an Error that says which case was not found.
 */
export async function explainCase(directory: string, asked: string): Promise<string[]> {
  const pack = await loadRegionPack(directory);
  const { cases, faults } = await readCases(directory, pack);
  if (faults.length > 0) throw new RegionPackFaulty(directory, faults);
  const { it, number } = caseNamed(cases, asked);
  const inForce = readyToWorkOut(pack);
  const worked = workOut(inForce, it);
  const { expected, got, ok } = judgeCase(inForce, it);
  const taken = worked.notFiled.length === 0;
  return [
    heading(`案例 ${String(number)}：${it.name}`),
    ...(it.note === undefined ? [] : [`  ${it.note}`]),
    ...section('一、情况', factLines(inForce, it, worked)),
    ...section('二、收件检查', filingLines(worked)),
    ...(taken
      ? [
          ...section('三、条件、互斥和次数', ruleLines(inForce, worked)),
          ...section('四、测算', amountLines(inForce, worked)),
          ...section('五、办理', chainLines(inForce, worked)),
          ...section('六、期限', clockLines(inForce, it, worked)),
        ]
      : []),
    ...section('结果', [`  ${resultText(got.result)}`]),
    ok ? good('  与案例所写相符') : bad('  与案例所写不符：'),
    ...outcomeLines(expected, got),
  ];
}

function caseNamed(
  cases: readonly WrittenCase[],
  asked: string,
): { it: WrittenCase['it']; number: number } {
  const all = cases.map(({ it }, at) => ({ it, number: at + 1 }));
  const exact = all.find(({ it, number }) => it.name === asked || String(number) === asked);
  const parts = all.filter(({ it }) => it.name.includes(asked));
  const [only] = parts;
  const found = exact ?? (parts.length === 1 ? only : undefined);
  if (found) return found;
  if (parts.length === 0) {
    throw new Error(`没有名称或号为“${asked}”的案例，共 ${String(cases.length)} 例`);
  }
  const named = parts.map(({ it, number }) => `  ${String(number)} ${it.name}`);
  throw new Error(`有几例名称含“${asked}”，请写明是哪一例：\n${named.join('\n')}`);
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', heading(title), ...lines];

function filingLines({ notFiled }: WorkedOut): string[] {
  if (notFiled.length === 0) return [`  ${good('✓')} 可以收件`];
  return notFiled.map((reason) => `  ${bad('✗')} 不予收件：${reason}`);
}

function chainLines(
  { pack }: PackInForce,
  { steps, amount, assessment, line }: WorkedOut,
): string[] {
  if (assessment.kind !== 'granted') return [];
  const named = steps.map(({ name, clock }) => `${name}（${limitWords(clockLimit(clock))}）`);
  const notice = noticeFor(pack, line.scheme);
  const firstDay = notice.countFirstDay ? '首日计入' : '首日不计';
  const { timeLimit } = pack.payment;
  const paidFrom = timeLimit.of === 'notice-end' ? '公示期满' : '财政复核';
  const opens = opensWords(notice.opens);
  const published = `${daysWords(notice.days, notice.unit)}，${firstDay}`;
  return [
    `  本件 ${amount} 元：${named.join(' → ')}`,
    `  ${opens} ${published}；${paidFrom}后 ${limitWords(timeLimit)}支付`,
  ];
}

function opensWords(opens: Notice['opens']): string {
  if (opens === 'claim') return '随即公示';
  return opens.months ? `每年 ${opens.months.join('、')} 月集中公示` : '按月集中公示';
}

/** The windows of the rules that apply, and the clocks that the case itself names. */
function clockLines(inForce: PackInForce, it: WrittenCase['it'], worked: WorkedOut): string[] {
  const windows = (inForce.pack.requirements ?? [])
    .filter(({ schemes }) => schemes?.includes(it.scheme) ?? true)
    .flatMap(({ code }) => windowOf(inForce, worked, code) ?? [])
    .map(({ name, from, last }) => `  ${name}：从 ${from} 起算，末日 ${last}`);
  const named = (it.clocks ?? []).flatMap(({ of, from }) =>
    from === undefined
      ? []
      : [`  ${clockName(of)}：从 ${from} 起算，末日 ${lastDayOf(inForce, worked, { of, from })}`],
  );
  return [...windows, ...named];
}

const clockNames: Partial<Record<string, string>> = {
  notice: '公示',
  'notice-opens': '公示开始',
  payment: '支付',
  returns: '银行退票',
  correction: '补正',
  'manual-check': '人工核验',
  objection: '异议',
  'payee-correction': '更正账户',
  'report-approval': '报告审批',
};

const clockName = (of: string): string => clockNames[of] ?? of;
