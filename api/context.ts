import type { Client } from '@temporalio/client';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Instant, IsoDate } from '../domain/days.ts';
import type { Actor } from '../db/actor.ts';
import type { Database } from '../db/connect.ts';
import type { IdentityKeys } from '../db/identity.ts';
import type { PackAccess } from '../db/pack.ts';
import type { RosterReader } from '../gateways/roster/reader.ts';

/** What the routes are made of; the clock is an argument, so that a test sets the day. */
export type ApiContext = {
  db: Database;
  /** Absent while Temporal cannot be reached: decisions are stored and delivered later. */
  client: Client | undefined;
  packs: PackAccess;
  clock: { today: () => IsoDate; now: () => Instant };
  keys: IdentityKeys;
  simulated: () => Promise<boolean>;
  rosters: RosterReader;
};

/** The server with zod schemas as types. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set for every route below /v1 but /v1/health. */
    actor: Actor;
  }
}
