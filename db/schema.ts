import type { Generated } from 'kysely';
import type { Instant, IsoDate, Month } from '../domain/days.ts';
import type { MonthFigures, UnitFigures } from '../domain/evaluation.ts';
import type { Yuan } from '../domain/money.ts';
import type { StoredPack } from '../domain/region-pack/index.ts';
import type {
  AccountRow,
  AuditRow,
  CertificateCheckRow,
  ClaimActRow,
  ClaimLineRow,
  ClaimRow,
  DecisionRow,
  LimitTotalRow,
  LimitUseRow,
  LineComponentRow,
  LineFactRow,
  MailOutboxRow,
  NoticeRow,
  PostRow,
  SilentApprovalRow,
  ReassessedLineRow,
  SupersededLineRow,
  TaskAlarmRow,
  TaskRow,
  WorkflowOutboxRow,
} from './claim-rows.ts';
import type { Json, Stamp } from './columns.ts';
import type { ExchangeFileRow, ExchangeRequestRow, LookUpRow } from './look-up-rows.ts';
import type {
  FindingDispositionRow,
  FindingRow,
  ListEntryRow,
  ListVersionRow,
} from './finding-rows.ts';
import type {
  DueFactRow,
  IndicatorEditionRow,
  IndicatorFigureRow,
  LedgerEntryRow,
  PaymentAttemptRow,
  PaymentRow,
  PaymentRunRow,
  ReportedFigureRow,
} from './money-rows.ts';
import type { RosterFaultRow, RosterFileRow } from './roster-rows.ts';

/** The tables as kysely sees them; what each holds stands in migrations/. */
export type Schema = {
  installation: {
    only_one: Generated<boolean>;
    region: string;
    simulated: boolean;
    installed_on: IsoDate;
  };
  pack_version: {
    version: string;
    content: Json<StoredPack>;
    sha256: string;
    in_force_from: Stamp;
  };
  unit: {
    code: string;
    parent_code: string | null;
    name: string;
    kind: string;
    sample_data: Generated<boolean>;
  };
  person: {
    id: string;
    name: string;
    identity_hash: Buffer | null;
    identity_cipher: Buffer | null;
  };
  organisation: {
    id: string;
    kind: string;
    name: string;
    credit_code: string | null;
    credit_code_confirmed_by: Generated<string | null>;
    unit_code: string;
  };
  payee_account: AccountRow;
  post: PostRow;
  post_holder: { post_id: string; person_id: string; mail: string | null };
  bearer_token: {
    hash: Buffer;
    person_id: string;
    issued_at: Stamp;
    expires_at: Instant;
    revoked_at: Instant | null;
  };
  idempotency_key: {
    person_id: string;
    key: string;
    request_hash: Buffer;
    resource_id: string;
    recorded_at: Stamp;
  };
  month: { month: Month; state: Generated<string>; opened_at: Stamp; closed_at: Instant | null };
  audit: AuditRow;
  claim: ClaimRow;
  claim_line: ClaimLineRow;
  roster_file: RosterFileRow;
  roster_part: { roster_id: string; first_no: number; sealed: Buffer };
  roster_fault: RosterFaultRow;
  roster_use: { claim_id: string; roster_id: string; row_nos: number[] };
  limit_use: LimitUseRow;
  limit_total: LimitTotalRow;
  superseded_line: SupersededLineRow;
  reassessed_line: ReassessedLineRow;
  certificate_check: CertificateCheckRow;
  look_up: LookUpRow;
  exchange_request: ExchangeRequestRow;
  exchange_file: ExchangeFileRow;
  line_component: LineComponentRow;
  task: TaskRow;
  task_alarm: TaskAlarmRow;
  duty: { subject_id: string; person_id: string; duty: string };
  decision: DecisionRow;
  claim_act: ClaimActRow;
  notice: NoticeRow;
  silent_approval: SilentApprovalRow;
  line_fact: LineFactRow;
  list_version: ListVersionRow;
  list_entry: ListEntryRow;
  finding: FindingRow;
  finding_disposition: FindingDispositionRow;
  workflow_outbox: WorkflowOutboxRow;
  mail_outbox: MailOutboxRow;
  fund: { code: string; name: string; document: string };
  ledger_account: {
    id: Generated<number>;
    fund: string;
    unit_code: string;
    kind: string;
    balance: Generated<Yuan>;
  };
  ledger_entry: LedgerEntryRow;
  ledger_posting: { entry_id: string; account_id: number; amount: Yuan };
  payment_run: PaymentRunRow;
  due_fact: DueFactRow;
  payment: PaymentRow;
  payment_attempt: PaymentAttemptRow;
  indicator_edition: IndicatorEditionRow;
  indicator_figure: IndicatorFigureRow;
  reported_figure: ReportedFigureRow;
  edition_breakdown: {
    edition_id: string;
    months: Json<MonthFigures[]>;
    units: Json<UnitFigures[]>;
  };
  report_file: {
    edition_id: string;
    kind: 'draft' | 'final';
    pdf: Buffer;
    csv: string;
    sha256: string;
    pages: number;
    rendered_at: Stamp;
  };
};
