import type { Generated, GeneratedAlways } from 'kysely';
import type { Instant, IsoDate, Month } from '../domain/days.ts';
import type { PrintedFigure } from '../domain/evaluation.ts';
import type { Yuan } from '../domain/money.ts';
import type { Json, Stamp } from './columns.ts';

export type LedgerEntryRow = {
  id: string;
  kind: string;
  claim_id: string | null;
  payment_id: string | null;
  occurred_on: IsoDate;
  recorded_at: Stamp;
  month: Month;
};

export type PaymentRunRow = {
  id: string;
  fund: string;
  run_on: IsoDate;
  released_by: string;
  state: Generated<string>;
  recorded_at: Stamp;
  month: Month;
  settled_at: Instant | null;
  statement_read_to: IsoDate | null;
  foreign_lines: Generated<number>;
};

export type PaymentRow = {
  id: string;
  claim_id: string;
  unit_code: string;
  organisation_id: string;
  /** The trainee it goes to; null where it goes to the claimant. */
  person_id: string | null;
  payee_id: GeneratedAlways<string>;
  account_id: string;
  fund: string;
  amount: Yuan;
  months: Generated<number>;
  state: Generated<string>;
  run_id: string | null;
  approved_on: IsoDate;
  due_on: IsoDate;
  paid_on: IsoDate | null;
  attempts: Generated<number>;
  return_days: number;
  instalment: Generated<number>;
  part: Generated<number>;
  /** When a certificate it pays for is to be looked up again; no run takes it from then on. */
  recheck_at: Instant | null;
};

export type DueFactRow = {
  id: Generated<string>;
  delta: number;
  claim_id: string;
  fund: string;
  amount: Yuan;
  months: Generated<number>;
  instalment: Generated<number>;
  due_on: IsoDate;
  occurred_on: IsoDate;
  recorded_at: Stamp;
  month: Month;
};

export type PaymentAttemptRow = {
  id: string;
  payment_id: string;
  attempt: number;
  run_id: string;
  account_id: string;
  state: Generated<string>;
  sent_at: Instant | null;
  booked_on: IsoDate | null;
  returned_on: IsoDate | null;
  bank_reference: string | null;
  reason: string | null;
};

export type IndicatorEditionRow = {
  id: string;
  kind: string;
  month_from: Month;
  month_to: Month;
  edition: number;
  pack_version: string;
  state: Generated<string>;
  scale: Generated<string>;
  provisional: Generated<boolean>;
  requested_by: string | null;
  as_of: Instant;
  recorded_at: Stamp;
  approved_on: IsoDate | null;
  published_on: IsoDate | null;
  reason: string | null;
};

export type IndicatorFigureRow = {
  edition_id: string;
  figure: string;
  ordinal: number;
  kind: string;
  value: string | null;
  printed: string;
  unit: string;
  content: Json<PrintedFigure>;
  period_from: string | null;
  period_to: string | null;
  query: Json<unknown> | null;
  source: string | null;
};

export type ReportedFigureRow = {
  id: string;
  figure: string;
  value: string;
  source: string;
  reported_on: IsoDate;
  entered_by: string;
  recorded_at: Stamp;
};
