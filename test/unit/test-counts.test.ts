import { describe, expect, test } from 'vitest';
import { addCounts, countTests } from '../../cli/test-counts.ts';

describe('countTests', () => {
  test('counts the tests of a run', () => {
    const report = aReport({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1 });
    expect(countTests(report, 1)).toEqual({ passed: 5, failed: 2, skipped: 1 });
  });

  test('counts a file that could not be loaded as one failure', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }];
    expect(countTests(aReport({ numPassedTests: 5, testResults }), 1).failed).toBe(1);
  });

  test('counts a run that failed outside its tests', () => {
    expect(countTests(aReport({ numPassedTests: 5 }), 1)).toMatchObject({ passed: 5, failed: 1 });
  });

  test('counts a run that left no report as failed', () => {
    expect(countTests(undefined, 0)).toMatchObject({ passed: 0, failed: 1 });
    expect(countTests('{"numPassed', 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});

test('addCounts sums every kind', () => {
  const one = { passed: 1, failed: 0, skipped: 2 };
  expect(addCounts([one, one, { passed: 0, failed: 3, skipped: 0 }])).toEqual({
    passed: 2,
    failed: 3,
    skipped: 4,
  });
});

function aReport(changes: Record<string, unknown>): string {
  const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  return JSON.stringify({ ...none, testResults: [], ...changes });
}
