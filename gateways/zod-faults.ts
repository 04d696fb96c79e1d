import type { z } from 'zod';

export type Fault = { path: PropertyKey[]; expected: string };
type Issue = z.core.$ZodIssue;

/**
 * What a parse found wrong, each fault as near to its cause as can be told: of alternatives, the
 * one that knows the keys given and came furthest is taken for the one that was meant.
 */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => expand(issue, []));
}

function expand(issue: Issue, above: readonly PropertyKey[]): Fault[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], expected: '没有这一项，请核对名称' }));
  }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors
      .filter((issues) => !issues.some(isForeign))
      .map((issues) => issues.flatMap((inner) => expand(inner, path)))
      .filter((faults) => faults.length > 0 && faults.every(isDeeperThan(path)))
      .toSorted((a, b) => depth(b) - depth(a))[0];
    if (meant) return meant;
  }
  return [{ path, expected: issue.message }];
}

/** An alternative that does not know the keys given is not the one that was meant. */
function isForeign({ code, path }: Issue): boolean {
  return code === 'unrecognized_keys' && path.length === 0;
}

const isDeeperThan = (path: readonly PropertyKey[]) => (fault: Fault) =>
  fault.path.length > path.length;

function depth(faults: readonly Fault[]): number {
  return Math.max(...faults.map(({ path }) => path.length));
}
