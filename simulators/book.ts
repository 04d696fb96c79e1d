import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { PlanStore } from './faults.ts';

const settingsTable = 'create table settings (name text primary key, value text not null) strict;';

export type Row = Record<string, SQLOutputValue>;

/**
 * Opens the book of one simulator, making it on first use. What a transaction committed survives
 * kill -9 and a power cut (WAL, synchronous = full).
 */
export function openBook(stateDirectory: string, name: string, tables: string): DatabaseSync {
  mkdirSync(stateDirectory, { recursive: true });
  const book = new DatabaseSync(path.join(stateDirectory, `${name}.sqlite`), { timeout: 5_000 });
  book.exec('pragma journal_mode = wal; pragma synchronous = full;');
  inTransaction(book, () => {
    const version = book.prepare('pragma user_version').get()?.['user_version'];
    if (version === 0) book.exec(`${settingsTable}${tables}pragma user_version = 1;`);
  });
  return book;
}

/** Runs `work` in one transaction: all of it is in the book, or nothing. */
export function inTransaction<T>(book: DatabaseSync, work: () => T): T {
  book.exec('begin immediate');
  try {
    const result = work();
    book.exec('commit');
    return result;
  } catch (error) {
    book.exec('rollback');
    throw error;
  }
}

export function readSetting(book: DatabaseSync, name: string): string | undefined {
  const row = book.prepare('select value from settings where name = ?').get(name);
  return row && textOf(row, 'value');
}

export function writeSetting(book: DatabaseSync, name: string, value: string): void {
  book
    .prepare(
      `insert into settings (name, value) values (?, ?)
       on conflict (name) do update set value = excluded.value`,
    )
    .run(name, value);
}

export function faultPlanStore(book: DatabaseSync): PlanStore {
  return {
    load: () => readSetting(book, 'fault-plan'),
    save: (text) => writeSetting(book, 'fault-plan', text),
  };
}

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`);
  return value;
}

export function optionalTextOf(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textOf(row, column);
}

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no number`);
  return value;
}

/** Reads a column of a statement with `setReadBigInts(true)`. */
export function bigintOf(row: Row, column: string): bigint {
  const value = row[column];
  if (typeof value !== 'bigint') throw new TypeError(`column ${column} holds no integer`);
  return value;
}
