import { addText, subtractText } from '../decimal-text.ts';
import { subjectKey, type Grant, type LimitUse, type SharedSubject } from '../rules/index.ts';

/** A granted line with what it uses of each limit. */
export type GrantedLine = {
  personId: string;
  grant: Omit<Grant, 'uses'>;
  uses: readonly LimitUse[];
};

/** What was granted up to a moment of the past, as the database held it then. */
export type GrantHistory = ReturnType<typeof grantHistory>;

/** A history that begins empty and is carried on, assessment by assessment and cut by cut. */
export function grantHistory() {
  const persons = new Map<string, Map<string, GrantedLine>>();
  const totals = new Map<string, string>();

  function remove(personId: string, line: { claimNo: string; lineNo: number }): void {
    const before = persons.get(personId)?.get(lineKey(line));
    if (!before) return;
    persons.get(personId)?.delete(lineKey(line));
    for (const { limit, subject, quantity } of before.uses) {
      const key = subjectKey(limit, subject);
      totals.set(key, subtractText(totals.get(key) ?? '0', quantity));
    }
  }

  /** Counts a line from now on; one that counted already is replaced. */
  function put(line: GrantedLine): void {
    remove(line.personId, line.grant);
    const lines = persons.get(line.personId) ?? new Map<string, GrantedLine>();
    persons.set(line.personId, lines.set(lineKey(line.grant), line));
    for (const { limit, subject, quantity } of line.uses) {
      const key = subjectKey(limit, subject);
      totals.set(key, addText(totals.get(key) ?? '0', quantity));
    }
  }

  /** What was granted to a person under other claims than this one. */
  function earlier(personId: string, claimNo: string): Grant[] {
    const lines = persons.get(personId)?.values() ?? [];
    return [...lines].flatMap(({ grant, uses }) =>
      grant.claimNo === claimNo
        ? []
        : [{ ...grant, uses: Object.fromEntries(uses.map((it) => [it.limit, it.quantity])) }],
    );
  }

  /** What a line uses of limits up to now. */
  const usesOf = (personId: string, line: { claimNo: string; lineNo: number }) =>
    persons.get(personId)?.get(lineKey(line))?.uses ?? [];

  /** What shared limits have used, by `subjectKey`. */
  function usedOf(subjects: readonly SharedSubject[]): Map<string, string> {
    const keys = subjects.map(({ limit, subject }) => subjectKey(limit, subject));
    return new Map(keys.map((key) => [key, totals.get(key) ?? '0']));
  }

  return { put, remove, earlier, usesOf, usedOf };
}

const lineKey = ({ claimNo, lineNo }: { claimNo: string; lineNo: number }): string =>
  `${claimNo} ${String(lineNo)}`;
