import { z } from 'zod';

export type Counts = { passed: number; failed: number; skipped: number };

const report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/**
 * Counts of a vitest run from its JSON report. A file that could not be loaded has no tests and
 * counts as one failure; so does a run that failed without saying where, or left no report.
 */
export function countTests(reportText: string | undefined, exitCode: number): Counts {
  const read = report.safeParse(parseQuietly(reportText));
  if (!read.success) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = read.data;
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = numFailedTests + brokenFiles.length;
  return {
    passed: numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

export function addCounts(all: readonly Counts[]): Counts {
  const total = (name: keyof Counts) => all.reduce((sum, counts) => sum + counts[name], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

function parseQuietly(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
