import type { Scheme } from '../../domain/region-pack/index.ts';
import type { Vocabulary } from '../../domain/rules/index.ts';
import { ruled, unused } from './rule-words.ts';
import type { WorkedOut } from './work-out.ts';

/** What the scheme itself asks of a line before any rule is looked at: a group, a certificate. */
export function schemeLines(scheme: Scheme, worked: WorkedOut, words: Vocabulary): string[] {
  return [...groupLines(scheme, worked, words), ...certificateLines(scheme, worked, words)];
}

function groupLines(
  { groups, document, clause }: Scheme,
  { line }: WorkedOut,
  words: Vocabulary,
): string[] {
  if (!groups) return [];
  const holds = groups.includes(line.group);
  const rule = { code: 'group-not-eligible', name: '须是补贴面向的人员', document, clause };
  const all = groups.map((it) => words.valueName('group', it)).join('、');
  const own = words.valueName('group', line.group);
  return [ruled(holds, rule), `      · 面向${all}：本例 ${own} —— ${holds ? '是' : '否'}`];
}

function certificateLines(
  { certificateKinds, certificateRequired, document, clause, instalments = [] }: Scheme,
  worked: WorkedOut,
  words: Vocabulary,
): string[] {
  if (certificateKinds.length === 0 || certificateRequired === false) return [];
  const { line } = worked;
  const rule = { code: 'no-certificate', name: '须有核验通过的证书', document, clause };
  const ahead = instalments.some((it) => it.code === line.instalment && it.ahead === true);
  if (ahead) return [unused(rule, worked, '本期先拨，结算时再看证书')];
  const all = certificateKinds.map((it) => words.valueName('certificateKind', it)).join('、');
  const { certificateKind: kind, certified } = line;
  const found = kind === undefined ? '未交' : words.valueName('certificateKind', kind);
  const verified = kind === undefined ? '' : certified ? '，核验通过' : '，核验不通过';
  return [
    ruled(certified, rule),
    `      · ${all}：本例 ${found}${verified} —— ${certified ? '是' : '否'}`,
  ];
}
