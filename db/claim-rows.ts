import type { Generated, GeneratedAlways } from 'kysely';
import type { Answer } from '../domain/claim.ts';
import type { Instant, IsoDate, Month } from '../domain/days.ts';
import type { FiledMaterial } from '../domain/materials.ts';
import type { Yuan } from '../domain/money.ts';
import type { RefusedBy } from '../domain/rules/index.ts';
import type { Json, Stamp } from './columns.ts';

/** Of an organisation or of a trainee; `payee_id` is the one of the two that is there. */
export type AccountRow = {
  id: string;
  organisation_id: string | null;
  person_id: string | null;
  payee_id: GeneratedAlways<string>;
  holder: string;
  bank: string | null;
  number_cipher: Buffer;
  number_hash: Buffer;
  number_tail: string;
  confirmed: boolean;
  opened_at: Stamp;
  /** When finance last spoke of it, or it was opened. */
  said_at: Stamp;
};

export type PostRow = {
  id: string;
  role: string;
  unit_code: string | null;
  organisation_id: string | null;
  backdate_from: IsoDate | null;
  backdate_to: IsoDate | null;
};

export type AuditRow = {
  id: Generated<string>;
  at: Stamp;
  person_id: string | null;
  act: string;
  object_kind: string;
  object_id: string;
  detail: Json<unknown>;
};

export type ClaimRow = {
  id: string;
  claim_no: string;
  scheme: string;
  unit_code: string;
  organisation_id: string;
  account_id: string;
  submitted_by: string;
  pack_version: string;
  stage: Generated<string>;
  outcome: string | null;
  question: string | null;
  held: Generated<boolean>;
  version: Generated<number>;
  amount: Yuan | null;
  instalment: Generated<number>;
  accepted_amount: Yuan | null;
  reviews: Generated<number>;
  last_fact_on: IsoDate;
  occurred_on: IsoDate;
  recorded_at: Stamp;
  month: Month;
  closed_on: IsoDate | null;
  waits_until: Instant | null;
  facts: Generated<Json<Record<string, string>>>;
  materials: Generated<Json<FiledMaterial[]>>;
  assessed_no: number | null;
  assessed_instalment: number | null;
  counted_from_no: number | null;
};

export type ClaimLineRow = {
  claim_id: string;
  line_no: number;
  roster: number;
  person_id: string;
  account_id: string | null;
  name: string;
  name_on_record: string | null;
  attributes: string[];
  group_code: string;
  occupation: string | null;
  course: string | null;
  level: string | null;
  certificate_kind: string | null;
  /** In clear only until the first start with the key. */
  certificate_no: string | null;
  certificate_hash: Buffer | null;
  certificate_cipher: Buffer | null;
  certificate_shown: string | null;
  certificate_issued_on: IsoDate | null;
  look_up_source: string | null;
  look_up_way: Generated<number>;
  claimed: Generated<Yuan>;
  started_on: IsoDate;
  ended_on: IsoDate;
  months: number | null;
  hours: number | null;
  fee_paid: Yuan | null;
  state: Generated<string>;
  certificate_state: Generated<string>;
  reason: string | null;
  held: Generated<boolean>;
  amount: Generated<Yuan>;
  facts: Generated<Json<Record<string, string>>>;
  granted_before: Generated<Yuan>;
  refused_by: Json<RefusedBy> | null;
  listed: string[] | null;
  cut_no: number | null;
};

export type LimitUseRow = {
  claim_id: string;
  line_no: number;
  limit_code: string;
  subject: string;
  quantity: string;
  at_most: string;
};

export type LimitTotalRow = { limit_code: string; subject: string; used: Generated<string> };

export type SupersededLineRow = {
  claim_id: string;
  roster: number;
  line_no: number;
  line: Json<unknown>;
  components: Json<unknown>;
  superseded_at: Stamp;
};

export type ReassessedLineRow = {
  claim_id: string;
  line_no: number;
  from_no: number;
  to_no: number;
  line: Json<unknown>;
  components: Json<unknown>;
  uses: Json<unknown>;
};

export type CertificateCheckRow = {
  claim_id: string;
  roster: number;
  line_no: number;
  round: number;
  result: string;
  source: string;
  checked_at: Instant;
  evidence: Json<unknown>;
};

export type LineComponentRow = {
  claim_id: string;
  line_no: number;
  component: string;
  instalment: Generated<number>;
  account_id: string;
  amount: Yuan;
  fund: string;
  explanation: Json<unknown>;
};

export type TaskRow = {
  id: string;
  kind: string;
  level: Generated<number>;
  claim_id: string | null;
  subject_id: string;
  line_no: number | null;
  unit_code: string | null;
  organisation_id: string | null;
  /** What it is about, where it is an organisation's that is paid beside the claimant. */
  account_id: string | null;
  role: string;
  state: Generated<string>;
  opened_on: IsoDate;
  opened_at: Stamp;
  due_at: Instant | null;
  decided_on: IsoDate | null;
};

export type TaskAlarmRow = {
  task_id: string;
  no: number;
  kind: 'reminder' | 'escalation';
  at: Instant;
  role: string;
  unit_code: string | null;
  told_at: Instant | null;
  dropped_at: Instant | null;
};

export type DecisionRow = {
  id: string;
  task_id: string;
  subject_id: string;
  person_id: string;
  duty: string | null;
  outcome: string;
  reason: string | null;
  lines: Json<unknown>;
  account_id: string | null;
  occurred_on: IsoDate;
  recorded_at: Stamp;
  month: Month | null;
  state: Generated<string>;
  result: Json<Answer> | null;
};

export type ClaimActRow = {
  id: string;
  claim_id: string;
  kind: string;
  person_id: string | null;
  line_no: number | null;
  reason: string;
  occurred_on: IsoDate;
  recorded_at: Stamp;
  month: Month;
  state: Generated<string>;
  result: Json<Answer> | null;
};

export type NoticeRow = {
  id: string;
  claim_id: string;
  opened_on: IsoDate;
  ends_on: IsoDate;
  ends_at: Instant;
  ended_at: Instant | null;
  recorded_at: Stamp;
  month: Month;
};

export type SilentApprovalRow = {
  task_id: string;
  claim_id: string;
  reason: string;
  occurred_on: IsoDate;
  recorded_at: Stamp;
  month: Month;
};

export type LineFactRow = {
  id: Generated<string>;
  kind: 'trained' | 'certified';
  delta: number;
  claim_id: string;
  line_no: number;
  unit_code: string;
  scheme: string;
  group_code: string;
  occurred_on: IsoDate;
  recorded_at: Stamp;
  month: Month;
};

export type WorkflowOutboxRow = {
  id: string;
  kind: string;
  workflow_id: string;
  name: string;
  payload: Json<unknown[]>;
  created_at: Stamp;
  next_at: Stamp;
  attempts: Generated<number>;
  last_error: string | null;
  done_at: Instant | null;
};

export type MailOutboxRow = {
  id: string;
  event: string;
  task_id: string | null;
  recipient: string;
  template: string;
  params: Json<Record<string, string>>;
  created_at: Stamp;
  next_at: Stamp;
  attempts: Generated<number>;
  last_error: string | null;
  sent_at: Instant | null;
  failed_at: Instant | null;
};
