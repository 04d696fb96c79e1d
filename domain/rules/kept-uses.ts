import { addText, compareText, subtractText } from '../decimal-text.ts';
import type { LimitUse } from './limits.ts';
import { subjectKey } from './limit-subjects.ts';

/** What the lines of a claim used of limits when an earlier instalment was paid, by line number. */
export type UsesBefore = ReadonlyMap<number, readonly LimitUse[]>;

/**
 * Sees to it that lines go on using what was paid for: money that is not taken back has used its
 * limits, whatever a later instalment refuses. `used` holds what all lines used before.
 */
export function keepingUses(before: UsesBefore, used: Map<string, string>) {
  const add = ({ limit, subject }: LimitUse, quantity: string) => {
    const key = subjectKey(limit, subject);
    used.set(key, addText(used.get(key) ?? '0', quantity));
  };
  for (const uses of before.values()) for (const it of uses) add(it, it.quantity);

  /** What a line uses in the end; `assess` sees the limits without what the line itself used. */
  return function keep<Assessed extends { uses: LimitUse[] }>(
    lineNo: number,
    assess: () => Assessed,
  ): Assessed {
    const mine = before.get(lineNo) ?? [];
    for (const it of mine) add(it, subtractText('0', it.quantity));
    const assessed = assess();
    if (mine.length === 0) return assessed;
    const uses = new Map(assessed.uses.map((it) => [it.limit, it]));
    for (const it of mine) {
      const now = uses.get(it.limit);
      if (now && compareText(now.quantity, it.quantity) >= 0) continue;
      if (now) add(now, subtractText('0', now.quantity));
      add(it, it.quantity);
      uses.set(it.limit, it);
    }
    return { ...assessed, uses: [...uses.values()] };
  };
}
