import { databaseSettings, readConfig } from '../config.ts';
import { migrateToLatest } from '../db/migrate.ts';

/** Brings the database at DATABASE_URL to the newest schema; safe to run again. */
await migrateToLatest(readConfig(databaseSettings).databaseUrl);
console.log('数据库结构已是最新 / the database schema is up to date');
