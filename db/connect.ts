import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { preparing } from './prepared.ts';
import type { Schema } from './schema.ts';

/** A pool or a transaction on it: every repository function takes one first. */
export type Database = Kysely<Schema>;
export type Tx = Transaction<Schema>;

const dateOid = 1082;
const timestamptzOid = 1184;

const parsers = new pg.TypeOverrides();
parsers.setTypeParser(dateOid, (value) => value);
parsers.setTypeParser(timestamptzOid, (value) => new Date(value).toISOString());

/**
 * Opens a pool. Days, instants, numeric and bigint come back as text: '2021-03-31',
 * '2021-03-31T15:59:59.999Z', '123.45', '42'. End it with `db.destroy()`.
 */
export function connect(url: string, { max = 10 }: { max?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'tisheng',
    options: '-c timezone=UTC -c statement_timeout=60000',
    types: parsers,
  });
  // A lost connection fails its query and is replaced on next use. Without listeners, on the pool
  // for idle connections and on each one for the time it is in use, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
}
