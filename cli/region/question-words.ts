import type { PackInForce } from '../../db/pack.ts';
import type { Missing } from '../../domain/rules/compiled.ts';
import type { Vocabulary } from '../../domain/rules/index.ts';

type Pack = PackInForce['pack'];

/** A question that stops a line, as an officer would ask it; else its code. */
export function questionWords(pack: Pack, words: Vocabulary, question: string): string {
  const unpublished = unpublishedWords(question);
  if (unpublished !== undefined) return unpublished;
  const scheme = pack.schemes
    .toSorted((a, b) => b.code.length - a.code.length)
    .find(({ code }) => question.includes(`-${code}-`) || question.endsWith(`-${code}`));
  const asked = pack.requirements?.find(({ code }) => code === question);
  if (asked) return `${asked.name}（${asked.document} ${asked.clause}）`;
  if (!scheme) return question;
  const [kind = '', what = ''] = question.split(`-${scheme.code}-`);
  switch (kind) {
    case 'no-rule-in-force':
      return `${scheme.name}在 ${what} 没有有效的标准`;
    case 'no-fact':
      return `${scheme.name}的规则要用“${words.nameOf(what)}”，本例没有`;
    case 'no-rate':
      return `${scheme.name}的标准里查不到本例的情形：${lacking(words, what)}`;
    case 'negative-amount':
      return `${scheme.name}算出的数小于零`;
    default:
      return question;
  }
}

/** What keeps a condition or a sum from being told. */
export const missingWords = (words: Vocabulary, missing: Missing): string =>
  missing.kind === 'lacks'
    ? lacking(words, missing.what)
    : (unpublishedWords(missing.question) ?? missing.question);

function unpublishedWords(question: string): string | undefined {
  const year = /^calendar-not-published-(\d{4})$/u.exec(question)?.[1];
  return year === undefined ? undefined : `${year} 年的放假安排还没有公布，期限的末日定不下来`;
}

/** `level-senior` is a row that is not there, `hours` a fact. */
function lacking(words: Vocabulary, what: string): string {
  if (what === 'no-branch') return '各种情形都不符合，又没有写 otherwise';
  const fact = Array.from(what).reduce(
    (best, _, at) => (words.kindOf(what.slice(0, at)) === undefined ? best : what.slice(0, at)),
    '',
  );
  if (words.kindOf(what) !== undefined || fact === '') return `没有“${words.nameOf(what)}”`;
  const value = what.slice(fact.length + 1);
  if (value === 'none') return `没有“${words.nameOf(fact)}”`;
  return `${words.nameOf(fact)}“${words.valueName(fact, value)}”没有写`;
}
