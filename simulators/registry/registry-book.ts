import { createHash, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import {
  inTransaction,
  openBook,
  optionalTextOf,
  readSetting,
  textOf,
  writeSetting,
  type Row,
} from '../book.ts';
import type { CertificateQuery, CertificateRow } from './registry-requests.ts';

export type CertificateRecord = { occupation?: string; level?: string; issuedOn: string };
export type Finding =
  | { ref: string; number: string; result: 'verified'; record: CertificateRecord }
  | { ref: string; number: string; result: 'mismatch' | 'unknown' | 'revoked' };
export type ImportCount = { received: number; added: number; changed: number };

export type RegistryBook = {
  database: DatabaseSync;
  /** Enters the rows; a row that is there already stays one row and takes the newer content. */
  enter: (rows: readonly CertificateRow[]) => ImportCount;
  /** Takes certificates back; answers how many it knew. */
  revoke: (rows: readonly { kind: string; number: string }[]) => number;
  look: (queries: readonly CertificateQuery[]) => Finding[];
  close: () => void;
};

/** `holder` is the salted SHA-256 of the identity number: the book cannot tell who holds what. */
const tables = `
  create table certificates (
    kind text not null,
    number text not null,
    holder text not null,
    occupation text,
    level text,
    issued_on text not null,
    primary key (kind, number)
  ) strict, without rowid;`;

/** Beside the first tables, for books that are there already. */
const revokedTable = `
  create table if not exists revoked (
    kind text not null,
    number text not null,
    primary key (kind, number)
  ) strict, without rowid;`;

const find = `
  select holder, occupation, level, issued_on from certificates where kind = ? and number = ?`;
const write = `
  insert into certificates (kind, number, holder, occupation, level, issued_on)
  values (?, ?, ?, ?, ?, ?)
  on conflict (kind, number) do update set holder = excluded.holder,
    occupation = excluded.occupation, level = excluded.level, issued_on = excluded.issued_on`;

export function openRegistryBook(stateDirectory: string): RegistryBook {
  const database = openBook(stateDirectory, 'registry', tables);
  database.exec(revokedTable);
  const salt = saltOf(database);
  const revokedStatement = database.prepare(
    'select 1 as yes from revoked where kind = ? and number = ?',
  );
  const revokeStatement = database.prepare(
    'insert or ignore into revoked (kind, number) values (?, ?)',
  );
  const findStatement = database.prepare(find);
  const writeStatement = database.prepare(write);
  const holderOf = (identityNumber: string) =>
    createHash('sha256').update(`${salt}${identityNumber}`).digest('base64url');

  const enterOne = (row: CertificateRow): 'added' | 'changed' | 'unchanged' => {
    const holder = holderOf(row.identityNumber);
    const before = findStatement.get(row.kind, row.number);
    if (before && isSame(before, holder, row)) return 'unchanged';
    const { kind, number, occupation = null, level = null, issuedOn } = row;
    writeStatement.run(kind, number, holder, occupation, level, issuedOn);
    return before ? 'changed' : 'added';
  };

  const lookOne = ({ ref, kind, number, identityNumber }: CertificateQuery): Finding => {
    const row = findStatement.get(kind, number);
    if (!row) return { ref, number, result: 'unknown' };
    if (textOf(row, 'holder') !== holderOf(identityNumber)) {
      return { ref, number, result: 'mismatch' };
    }
    if (revokedStatement.get(kind, number)) return { ref, number, result: 'revoked' };
    return { ref, number, result: 'verified', record: recordOf(row) };
  };

  return {
    database,
    enter: (rows) =>
      inTransaction(database, () => {
        const outcomes = rows.map(enterOne);
        return {
          received: rows.length,
          added: outcomes.filter((outcome) => outcome === 'added').length,
          changed: outcomes.filter((outcome) => outcome === 'changed').length,
        };
      }),
    revoke: (rows) =>
      inTransaction(database, () => {
        const known = rows.filter(({ kind, number }) => findStatement.get(kind, number));
        for (const { kind, number } of known) revokeStatement.run(kind, number);
        return known.length;
      }),
    look: (queries) => queries.map(lookOne),
    close: () => database.close(),
  };
}

function saltOf(database: DatabaseSync): string {
  return inTransaction(database, () => {
    const stored = readSetting(database, 'salt');
    if (stored !== undefined) return stored;
    const salt = randomBytes(32).toString('base64url');
    writeSetting(database, 'salt', salt);
    return salt;
  });
}

function recordOf(row: Row): CertificateRecord {
  const occupation = optionalTextOf(row, 'occupation');
  const level = optionalTextOf(row, 'level');
  return {
    ...(occupation !== undefined && { occupation }),
    ...(level !== undefined && { level }),
    issuedOn: textOf(row, 'issued_on'),
  };
}

function isSame(before: Row, holder: string, row: CertificateRow): boolean {
  const record = recordOf(before);
  return (
    textOf(before, 'holder') === holder &&
    record.occupation === row.occupation &&
    record.level === row.level &&
    record.issuedOn === row.issuedOn
  );
}
