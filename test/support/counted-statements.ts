import pg from 'pg';
import { vi } from 'vitest';

/** The statements between 'begin' and 'commit' that somebody's work sends to the database. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    const sent = query.mock.calls.map(([statement]: unknown[]) => textOf(statement));
    return sent.slice(sent.indexOf('begin') + 1, sent.indexOf('commit'));
  } finally {
    query.mockRestore();
  }
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement;
  const text =
    typeof statement === 'object' && statement !== null && 'text' in statement
      ? statement.text
      : '';
  return String(text).trim();
}
