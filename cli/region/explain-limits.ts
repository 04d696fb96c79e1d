import type { PackInForce } from '../../db/pack.ts';
import { addText, compareText, roundText, subtractText } from '../../domain/decimal-text.ts';
import type { Limit } from '../../domain/region-pack/index.ts';
import { subjectKey, type Assessment, type Vocabulary } from '../../domain/rules/index.ts';
import { keyDayOf } from '../../domain/rules/grants.ts';
import { isShared, subjectOf } from '../../domain/rules/limit-subjects.ts';
import {
  countedBefore,
  grantedQuantity,
  grantsInRules,
} from '../../domain/rules/earlier-grants.ts';
import { missingWords, questionWords } from './question-words.ts';
import { earlierOf, notAsked, ruled, untold, unused } from './rule-words.ts';
import { subjects, type WorkedOut } from './work-out.ts';

type Rules = PackInForce['rules'];
type Compiled = NonNullable<ReturnType<Rules['schemes']['get']>>['limits'][number];
type Of = {
  words: Vocabulary;
  worked: WorkedOut;
  /** What the line is worth after it; undefined where the engine did not come to it. */
  after: Assessment | undefined;
};

/** What a limit leaves, what was used of it before, and what the line uses. */
export function limitLines(
  { pack, rules }: PackInForce,
  of: Compiled,
  { words, worked, after }: Of,
): string[] {
  const { limit } = of;
  const on = keyDayOf(rules, worked.line);
  const subject = subjectOf(of, { line: worked.line, on, subjects });
  if (subject === undefined) return [notAsked(limit)];
  if (!after) return [unused(limit, worked)];
  if (typeof subject !== 'string') return untold(limit, missingWords(words, subject));
  const said = (quantity: string) => quantityText(limit, quantity, words);
  const before = usedBefore(rules, of, { worked, subject });
  const known = `      · 最多 ${said(limit.atMost)}，此前已用 ${said(before)}`;
  switch (after.kind) {
    case 'question':
      return untold(limit, questionWords(pack, words, after.question));
    case 'nothing':
      return [
        ruled(false, limit),
        `${known}，${restText(subtractText(limit.atMost, before), said)}，本次超出，不予补贴`,
        ...earlierOf(after.by),
      ];
    case 'granted': {
      const now = worked.uses.find((it) => it.limit === limit.code)?.quantity ?? '0';
      const used = addText(before, now);
      const rest = restText(subtractText(limit.atMost, used), said);
      const gone = after.leftOut?.some(({ rule }) => rule === limit.code) === true;
      return [ruled(!gone, limit), `${known}，本次计 ${said(now)}，用后 ${said(used)}，${rest}`];
    }
  }
}

const restText = (rest: string, said: (quantity: string) => string): string =>
  compareText(rest, '0') < 0 ? `已超出 ${said(subtractText('0', rest))}` : `尚余 ${said(rest)}`;

function usedBefore(
  rules: Rules,
  of: Compiled,
  { worked, subject }: { worked: WorkedOut; subject: string },
): string {
  const { limit } = of;
  if (isShared(limit)) return worked.usedBefore.get(subjectKey(limit.code, subject)) ?? '0';
  const grants = grantsInRules(rules, worked.line, worked.earlier);
  return countedBefore(of, subject, { grants, subjects })
    .map((it) => grantedQuantity(rules, of, it))
    .reduce(addText, '0');
}

/** Money in yuan and fen, anything else as plain as it can be. */
const quantityText = ({ counts }: Limit, quantity: string, words: Vocabulary): string =>
  counts === 'amount' || words.kindOf(counts) === 'yuan'
    ? `${roundText(quantity, 2)} 元`
    : quantity;
