import type { Generated } from 'kysely';
import type { Instant } from '../domain/days.ts';

export type LookUpRow = {
  claim_id: string;
  source: string;
  since: Instant;
  tries: Generated<number>;
  asked_at: Instant | null;
  last_error: string | null;
  next_at: Instant;
};

export type ExchangeRequestRow = {
  batch: string;
  claim_id: string;
  roster: number;
  source: string;
  line_nos: number[];
  asked_at: Instant;
  written_at: Instant | null;
  answered_at: Instant | null;
};

export type ExchangeFileRow = {
  source: string;
  name: string;
  sha256: string;
  state: string;
  batch: string | null;
  lines: Generated<number>;
  reason: string | null;
  seen_at: Instant;
};
