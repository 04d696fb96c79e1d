import { type Kysely, sql } from 'kysely';

/** Claims, lines, components, tasks, decisions, notices, facts, outboxes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create sequence claim_number;
    create table claim (
      id uuid primary key,
      claim_no text not null unique,
      scheme text not null,
      unit_code text not null references unit,
      organisation_id uuid not null references organisation,
      account_id uuid not null references payee_account,
      submitted_by uuid not null references person,
      pack_version text not null references pack_version,
      stage text not null default 'submitted',
      outcome text check (outcome in ('paid', 'refused', 'withdrawn', 'nothing-payable')),
      question text,
      held boolean not null default false,
      version integer not null default 0,
      amount numeric(14, 2),
      reviews smallint not null default 0,
      last_fact_on date not null,
      occurred_on date not null,
      recorded_at timestamptz not null default clock_timestamp(),
      month text not null references month,
      closed_on date,
      check ((stage = 'closed') = (outcome is not null))
    );
    create index on claim (unit_code, stage);
    create index on claim (organisation_id);

    create table claim_line (
      claim_id uuid not null references claim,
      line_no integer not null check (line_no between 1 and 5000),
      person_id uuid not null references person,
      attributes text[] not null,
      group_code text not null,
      occupation text,
      course text,
      level text,
      certificate_kind text,
      certificate_no text,
      started_on date not null,
      ended_on date not null,
      months smallint,
      hours smallint,
      fee_paid numeric(14, 2),
      state text not null default 'filed' check (state in ('filed', 'accepted', 'cut')),
      certificate_state text not null default 'none'
        check (certificate_state in ('none', 'pending', 'verified', 'failed', 'manual')),
      reason text,
      held boolean not null default false,
      amount numeric(14, 2) not null default 0,
      primary key (claim_id, line_no),
      check (ended_on >= started_on)
    );
    create index on claim_line (person_id);
    -- One certificate, one subsidy: a second live line for it cannot be stored.
    create unique index claim_line_certificate
      on claim_line (certificate_kind, certificate_no) where state <> 'cut';

    create table certificate_check (
      claim_id uuid not null,
      line_no integer not null,
      round smallint not null,
      result text not null,
      source text not null,
      checked_at timestamptz not null,
      evidence jsonb not null default '{}',
      primary key (claim_id, line_no, round),
      foreign key (claim_id, line_no) references claim_line
    );

    create table line_component (
      claim_id uuid not null,
      line_no integer not null,
      component text not null,
      amount numeric(14, 2) not null check (amount >= 0),
      fund text not null,
      explanation jsonb not null,
      primary key (claim_id, line_no, component),
      foreign key (claim_id, line_no) references claim_line
    );

    create table task (
      id uuid primary key,
      kind text not null,
      level smallint not null default 0,
      claim_id uuid references claim,
      subject_id uuid not null,
      line_no integer,
      unit_code text references unit,
      organisation_id uuid references organisation,
      role text not null,
      state text not null default 'open' check (state in ('open', 'decided', 'cancelled')),
      opened_on date not null,
      opened_at timestamptz not null default clock_timestamp(),
      due_at timestamptz,
      remind_at timestamptz,
      escalate_at timestamptz,
      reminded_at timestamptz,
      escalated_at timestamptz,
      decided_on date,
      check (num_nonnulls(unit_code, organisation_id) = 1),
      check ((state = 'decided') = (decided_on is not null))
    );
    create index on task (unit_code, role) where state = 'open';
    create index on task (organisation_id) where state = 'open';
    create index on task (subject_id);
    create unique index one_open_task on task (subject_id, kind, level, coalesce(line_no, 0))
      where state = 'open';

    -- One person, one duty in one claim or report: the separation of duties.
    create table duty (
      subject_id uuid not null,
      person_id uuid not null references person,
      duty text not null,
      primary key (subject_id, person_id),
      unique (subject_id, person_id, duty)
    );

    create table decision (
      id uuid primary key,
      task_id uuid not null references task,
      subject_id uuid not null,
      person_id uuid not null references person,
      duty text,
      outcome text not null,
      reason text,
      lines jsonb not null default '[]',
      account_id uuid references payee_account,
      occurred_on date not null,
      recorded_at timestamptz not null default clock_timestamp(),
      month text references month,
      state text not null default 'requested' check (state in ('requested', 'applied', 'refused')),
      result jsonb,
      check ((state = 'applied') = (duty is not null)),
      check ((state = 'requested') = (result is null)),
      foreign key (subject_id, person_id, duty) references duty (subject_id, person_id, duty)
    );
    create index on decision (task_id);
    create index on decision (subject_id);
    create index on decision (recorded_at) where state = 'requested';
    create unique index one_applied_decision on decision (task_id) where state = 'applied';

    -- What happened to a claim beside decisions on tasks: withdrawal, hold, release, objection.
    create table claim_act (
      id uuid primary key,
      claim_id uuid not null references claim,
      kind text not null check (kind in ('withdraw', 'hold', 'release', 'object')),
      person_id uuid references person,
      line_no integer,
      reason text not null,
      occurred_on date not null,
      recorded_at timestamptz not null default clock_timestamp(),
      month text not null references month,
      state text not null default 'requested' check (state in ('requested', 'applied', 'refused')),
      result jsonb
    );
    create index on claim_act (claim_id);

    create table notice (
      id uuid primary key,
      claim_id uuid not null references claim,
      opened_on date not null,
      ends_on date not null,
      ends_at timestamptz not null,
      ended_at timestamptz,
      recorded_at timestamptz not null default clock_timestamp(),
      month text not null references month,
      check (ends_on >= opened_on)
    );
    create index on notice (claim_id);

    -- Counted facts: +1 at acceptance, -1 in its own month when a line is cut later.
    create table line_fact (
      id bigint generated always as identity primary key,
      kind text not null check (kind in ('trained', 'certified')),
      delta smallint not null check (delta in (-1, 1)),
      claim_id uuid not null,
      line_no integer not null,
      unit_code text not null,
      scheme text not null,
      group_code text not null,
      occurred_on date not null,
      recorded_at timestamptz not null default clock_timestamp(),
      month text not null references month,
      unique (claim_id, line_no, kind, delta),
      foreign key (claim_id, line_no) references claim_line
    );
    create index on line_fact (month, kind, group_code, scheme) include (delta, unit_code);
    create trigger append_only before update or delete or truncate on line_fact
      for each statement execute function append_only();

    create table workflow_outbox (
      id uuid primary key,
      kind text not null check (kind in ('start', 'update', 'signal')),
      workflow_id text not null,
      name text not null,
      payload jsonb not null,
      created_at timestamptz not null default clock_timestamp(),
      next_at timestamptz not null default clock_timestamp(),
      attempts integer not null default 0,
      last_error text,
      done_at timestamptz
    );
    create index on workflow_outbox (next_at) where done_at is null;

    create table mail_outbox (
      id uuid primary key,
      event text not null,
      task_id uuid,
      recipient uuid not null references person,
      template text not null,
      params jsonb not null default '{}',
      created_at timestamptz not null default clock_timestamp(),
      next_at timestamptz not null default clock_timestamp(),
      attempts integer not null default 0,
      last_error text,
      sent_at timestamptz,
      failed_at timestamptz,
      unique (event, recipient)
    );
    create index on mail_outbox (next_at) where sent_at is null and failed_at is null;
  `.execute(db);
}
