import { sql } from 'kysely';
import type { Database } from '../db/connect.ts';
import type { Standing } from '../domain/claim.ts';
import type { StepBell } from './step-bell.ts';

export type BareStep = { workflowId: string; name: string };
export type BareActivities = { takeStep: (step: BareStep) => Promise<Standing> };

/** As large an answer as a claim's step gives, so that the histories weigh the same. */
const standing: Standing = {
  stage: 'review',
  version: 1,
  held: false,
  outcome: null,
  waitsUntil: null,
};

export async function makeStepTable(db: Database): Promise<void> {
  await sql`create table bench_step (workflow_id text, name text,
    at timestamptz not null default clock_timestamp(), primary key (workflow_id, name))`.execute(
    db,
  );
}

/** One INSERT a step. */
export const insertingActivities = (db: Database, bell: StepBell): BareActivities => ({
  async takeStep({ workflowId, name }) {
    await sql`insert into bench_step (workflow_id, name) values (${workflowId}, ${name})
      on conflict do nothing`.execute(db);
    bell.ring(workflowId, name);
    return standing;
  },
});

/** Steps that do nothing: what the engine alone costs. */
export const emptyActivities = (bell: StepBell): BareActivities => ({
  async takeStep({ workflowId, name }) {
    bell.ring(workflowId, name);
    return standing;
  },
});
