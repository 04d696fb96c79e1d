import { z } from 'zod';
import { addDays } from '../../../domain/days.ts';
import { paysTrainee } from '../../../domain/payee.ts';
import type { Act, Decision } from './acts.ts';
import { ApiRefused } from './api-client.ts';
import type { Office } from './office.ts';
import { accountOf, type PlannedClaim, type PlannedLine } from '../population/claims.ts';
import { deciderOf } from './staff.ts';
import { waitUntil } from './wait-until.ts';

const openTasks = z.object({
  tasks: z.array(z.object({ taskId: z.string(), kind: z.string(), level: z.number() })),
});
const standing = z.object({
  stage: z.string(),
  outcome: z.string().nullable(),
  question: z.string().nullable(),
});

/** Lets the person whose turn it is do one thing to a claim, and returns once it is applied. */
export async function performAct(office: Office, claim: PlannedClaim, act: Act): Promise<void> {
  const { what, on: occurredOn } = act;
  const { agent } = claim.organisation;
  switch (what.kind) {
    case 'file':
      await office.post(agent.id, '/v1/claims', {
        key: act.id,
        body: filing(office, claim, act, what),
      });
      return;
    case 'decide':
      return decide(office, claim, act, what);
    case 'withdraw': {
      const { reason } = what;
      const body = { actId: act.id, reason, occurredOn };
      return apply(office, claim, { person: agent.id, path: 'withdrawal', key: act.id, body });
    }
    case 'hold':
    case 'release': {
      const { id: person } = office.staff.holder(
        office.staff.root,
        office.pack.sideDuties.operator,
      );
      const body = { actId: act.id, reason: what.reason, occurredOn };
      return apply(office, claim, { person, path: what.kind, key: act.id, body });
    }
    case 'object': {
      // The desk enters what citizens bring forward during the notice.
      const person = staffFor(office, claim, { task: 'acceptance' });
      const body = { actId: act.id, reason: what.reason, lineNo: what.lineNo, occurredOn };
      return apply(office, claim, { person, path: 'objections', key: act.id, body });
    }
  }
}

type Write = { person: string; path: string; key: string; body: unknown };

const apply = (office: Office, claim: PlannedClaim, write: Write): Promise<void> =>
  postUntilApplied(office, claim, { ...write, path: `/v1/claims/${claim.id}/${write.path}` });

async function decide(
  office: Office,
  claim: PlannedClaim,
  act: Act,
  decision: Decision,
): Promise<void> {
  const person = personFor(office, claim, decision);
  const taskId = await waitUntil(() => openTask(office, claim, decision, person), {
    ...office,
    stuck: () => stuckOn(office, claim, nameOf(decision)),
  });
  const { outcome, reason, lines } = decision;
  const body = {
    decisionId: act.id,
    outcome,
    occurredOn: act.on,
    ...(reason !== undefined && { reason }),
    ...(lines && { lines }),
    ...(decision.task === 'correction' && {
      correctedLines: claim.lines.map(lineOf(office, claim)),
    }),
    ...(decision.task === 'payee-correction' && { account: openAccountOf(claim) }),
  };
  const path = `/v1/tasks/${taskId}/decisions`;
  return postUntilApplied(office, claim, { person, path, key: act.id, body });
}

function personFor(office: Office, claim: PlannedClaim, decision: Decision): string {
  if (decision.task === 'correction' || decision.task === 'payee-correction') {
    return claim.organisation.agent.id;
  }
  return staffFor(office, claim, decision);
}

function staffFor(
  { staff, pack }: Office,
  { scheme, amount, organisation: { unit } }: PlannedClaim,
  task: Pick<Decision, 'task' | 'level'>,
): string {
  return deciderOf(staff, pack, { scheme, unit, amount }, task).id;
}

async function openTask(
  office: Office,
  claim: PlannedClaim,
  { task, level = 0 }: Decision,
  person: string,
): Promise<string | undefined> {
  const found = await office.get(person, `/v1/tasks?claim=${claim.id}&kind=${task}`);
  const { tasks } = openTasks.parse(found);
  return tasks.find((it) => it.kind === task && it.level === level)?.taskId;
}

/** 202 means stored and not yet applied: the same request tells later what became of it. */
async function postUntilApplied(office: Office, claim: PlannedClaim, write: Write): Promise<void> {
  const { person, path, key, body } = write;
  await waitUntil(
    async () => {
      const { status } = await office.post(person, path, { key, body });
      return status === 202 ? undefined : status;
    },
    { ...office, stuck: () => stuckOn(office, claim, path) },
  ).catch((error: unknown) => {
    if (!(error instanceof ApiRefused)) throw error;
    throw new Error(`申领 claim ${claim.key} (${claim.id}): ${error.message}`, { cause: error });
  });
}

async function stuckOn(office: Office, claim: PlannedClaim, what: string): Promise<Error> {
  const seen = await office.get(claim.organisation.agent.id, `/v1/claims/${claim.id}`);
  const { stage, outcome, question } = standing.parse(seen);
  const where = [stage, outcome, question].filter((it) => it !== null).join(' ');
  return new Error(
    `申领长时间没有进展 / claim ${claim.key} (${claim.id}) is stuck: waits for ${what}, stage ${where}`,
  );
}

export function nameOf({ task, level }: Pick<Decision, 'task' | 'level'>): string {
  return level === undefined ? task : `${task}-${level}`;
}

function filing(office: Office, claim: PlannedClaim, act: Act, { faulty }: { faulty: boolean }) {
  const { organisation, scheme, lines } = claim;
  const filed = lines.map((line, at) => (faulty && at === 0 ? earlier(line) : line));
  return {
    claimId: claim.id,
    scheme,
    unit: organisation.unit,
    organisationId: organisation.id,
    accountId: accountOf(claim).id,
    occurredOn: act.on,
    facts: claim.facts,
    lines: filed.map(lineOf(office, claim)),
  };
}

/** The mistake that is sent back for correction: a course that began a day too early. */
function earlier(line: PlannedLine): PlannedLine {
  return { ...line, startedOn: addDays(line.startedOn, -1) };
}

const lineOf =
  ({ pack }: Office, { scheme: code }: PlannedClaim) =>
  (line: PlannedLine) => {
    const { trainee, attributes, occupation, course, level, certificate, months } = line;
    const { hours, feePaid, facts } = line;
    const scheme = pack.schemes.find((it) => it.code === code);
    const paid = scheme !== undefined && paysTrainee(scheme, line.group);
    return {
      name: trainee.name,
      identityNumber: trainee.identityNumber,
      attributes,
      occupation,
      course,
      level,
      months,
      hours,
      feePaid,
      facts,
      ...(certificate && { certificate: { kind: certificate.kind, number: certificate.number } }),
      startedOn: line.startedOn,
      endedOn: line.endedOn,
      ...(paid && { account: { number: trainee.accountNumber } }),
    };
  };

function openAccountOf({ organisation: { account } }: PlannedClaim) {
  return { accountId: account.id, holder: account.holder, number: account.number };
}
