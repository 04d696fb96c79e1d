import { z } from 'zod';
import type { Act } from './acts.ts';
import { ApiRefused } from './api-client.ts';
import type { Office } from './office.ts';
import { nameOf } from './perform-act.ts';
import type { PlannedClaim } from '../population/claims.ts';

const entry = z.object({
  what: z.string(),
  outcome: z.string().nullable(),
  occurredOn: z.string(),
});
const view = z.object({ timeline: z.array(entry) });

/** The acts of a claim that are still to be done, after a run that ended in the middle. */
export async function actsLeft(
  office: Office,
  claim: PlannedClaim,
  acts: readonly Act[],
): Promise<Act[]> {
  const done = new Set(await timelineOf(office, claim));
  return acts.filter((act) => !done.has(labelOf(act)));
}

async function timelineOf(office: Office, claim: PlannedClaim): Promise<string[]> {
  try {
    const seen = await office.get(claim.organisation.agent.id, `/v1/claims/${claim.id}`);
    return view
      .parse(seen)
      .timeline.map(({ what, outcome, occurredOn }) => label(what, outcome, occurredOn));
  } catch (error) {
    if (error instanceof ApiRefused && error.status === 404) return [];
    throw error;
  }
}

function labelOf({ what, on }: Act): string {
  switch (what.kind) {
    case 'file':
      return label('filed', null, on);
    case 'decide':
      return label(nameOf(what), what.outcome, on);
    case 'withdraw':
    case 'hold':
    case 'release':
    case 'object':
      return label(what.kind, null, on);
  }
}

function label(what: string, outcome: string | null, on: string): string {
  return [what, outcome ?? '', on].join(' ');
}
