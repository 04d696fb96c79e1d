import type { ColumnType } from 'kysely';
import type { Instant } from '../domain/days.ts';

/** A column the database fills and nobody writes afterwards. */
export type Stamp = ColumnType<Instant, Instant | undefined, Instant>;
/** Read as a value, written as JSON text. */
export type Json<T> = ColumnType<T, string, string>;
