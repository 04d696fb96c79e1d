import { readCases, type WrittenCase } from '../../gateways/region-cases.ts';
import { loadRegionPack, RegionPackFaulty } from '../../gateways/region-pack.ts';
import { amountLines } from './explain-amount.ts';
import { clockLines } from './explain-clocks.ts';
import { handlingLines } from './explain-handling.ts';
import { materialLines } from './explain-materials.ts';
import { factLines } from './explain-person.ts';
import { ruleLines } from './explain-rules.ts';
import { faultWords } from './field-words.ts';
import { judgeCase } from './judge-case.ts';
import { outcomeLines, resultText } from './outcome-text.ts';
import { bad, good, heading } from '../terminal.ts';
import { readyToWorkOut, workOut } from './work-out.ts';

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
  const notFiled = worked.notFiled.map((fault) => faultWords(it, inForce.rules.words, fault));
  const taken = notFiled.length === 0;
  const scheme = inForce.rules.schemes.get(it.scheme)?.scheme;
  return [
    heading(`案例 ${String(number)}：${it.name}`),
    ...(it.note === undefined ? [] : [`  ${it.note}`]),
    ...section('一、情况', factLines(inForce, it, worked)),
    ...section('二、收件检查', [...filingLines(notFiled), ...materialLines(scheme, worked.group)]),
    ...(taken
      ? [
          ...section('三、条件、互斥和次数', ruleLines(inForce, worked)),
          ...section('四、测算', amountLines(inForce, worked)),
          ...section('五、办理', handlingLines(inForce, worked)),
          ...section('六、期限', clockLines(inForce, it, worked)),
        ]
      : []),
    ...section('结果', [`  ${resultText(taken ? got.result : { notFiled })}`]),
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

function filingLines(notFiled: readonly string[]): string[] {
  if (notFiled.length === 0) return [`  ${good('✓')} 可以收件`];
  return notFiled.map((reason) => `  ${bad('✗')} 不予收件：${reason}`);
}
