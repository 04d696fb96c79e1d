import type { RefusedBy } from '../../domain/rules/index.ts';
import { bad, faint, good } from '../terminal.ts';
import type { WorkedOut } from './work-out.ts';

export type Rule = {
  code: string;
  name: string;
  document?: string | undefined;
  clause?: string | undefined;
};

const marks = { true: good('✓'), false: bad('✗'), unknown: '？' };

/** A rule that was held against the line, with where it is written. */
export function ruled(holds: boolean | 'unknown', { code, name, document, clause }: Rule): string {
  const where = document === undefined ? '' : `；${document} ${clause ?? ''}`;
  return `  ${marks[`${holds}`]} ${name}（${code}${where}）`;
}

/** A rule whose answer lacks something, which is named. */
export const untold = (rule: Rule, why: string): string[] => [
  ruled('unknown', rule),
  `      · ${why}`,
];

export const notAsked = ({ code, name }: Rule): string =>
  faint(`  － ${name}（${code}）：不适用于本例`);

/** A rule that the engine did not come to, for what was decided before it. */
export function unused({ code, name }: Rule, { inAll }: WorkedOut, why?: string): string {
  const decided = inAll.kind === 'question' ? '前面有待明确的问题' : '前面已定为不予补贴';
  return faint(`  － ${name}（${code}）：未用到，${why ?? decided}`);
}

/** The earlier lines that a refusal names. */
export const earlierOf = ({ earlier = [] }: Partial<RefusedBy> = {}): string[] =>
  earlier.map(
    ({ claimNo, lineNo, day }) =>
      `      · 此前的一笔：${claimNo} 第 ${String(lineNo)} 行（${day}）`,
  );
