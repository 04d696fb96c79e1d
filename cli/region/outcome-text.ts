import type { CaseOutcome } from './judge-case.ts';

/** A result as a case writes it, on one line. */
export function resultText(result: object): string {
  const { notFiled, question, components, leftOut, ...rest } = read(result);
  if (Array.isArray(notFiled)) return `不予收件：${notFiled.join('；')}`;
  if (question !== undefined) return `待明确：${text(question)}`;
  if (typeof components === 'object' && components !== null) {
    const parts = Object.entries(components).map(([code, it]) => `${code} ${text(it)}`);
    const left = typeof leftOut === 'object' ? `；不给 ${text(leftOut)}` : '';
    return parts.join('；') + left;
  }
  return text(rest);
}

/** What was expected and what came out, only where the two differ. */
export function outcomeLines(expected: CaseOutcome, got: CaseOutcome): string[] {
  const pairs: [string, string, string][] = [
    ['人员类别', expected.group, got.group],
    ['结果', resultText(expected.result), resultText(got.result)],
    ['审批步骤', (expected.chain ?? []).join(' → '), (got.chain ?? []).join(' → ')],
    ['材料', codesText(expected.materials), codesText(got.materials)],
    ...(expected.clocks ?? []).map((clock, at): [string, string, string] => [
      `期限 ${clock.of}`,
      clockText(clock),
      clockText(got.clocks?.[at]),
    ]),
  ];
  return pairs
    .filter(([, should, is]) => should !== is)
    .flatMap(([part, should, is]) => [`    ${part}`, `      应为 ${should}`, `      结果 ${is}`]);
}

const codesText = (codes: readonly string[] = []): string =>
  codes.length > 0 ? codes.join('、') : '无';

const clockText = (clock: { last: string; silence?: string } | undefined): string =>
  [clock?.last, clock?.silence].filter((it) => it !== undefined).join(' ');

const read = (result: object): Record<string, unknown> => ({ ...result });

/** The values in a value, one after the other. */
function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join('、');
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).map(text).join(' ');
  }
  return String(value);
}
