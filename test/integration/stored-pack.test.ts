import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { createClaimActivities } from '../../activities/index.ts';
import { packAccess } from '../../db/pack.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

let office: ClaimOffice;
beforeAll(async () => {
  office = await openClaimOffice();
});
afterAll(() => office.close());

/** What the program wrote when a pack had one notice and one time limit, in working days. */
async function storeAsBefore(): Promise<void> {
  await sql`
    update pack_version set content = (content - 'notices') || jsonb_build_object(
      'notice', content #> '{notices,0}' #- '{opens}',
      'payment', (content -> 'payment' #- '{timeLimit}')
        || jsonb_build_object('timeLimitWorkingDays', content #> '{payment,timeLimit,workingDays}'),
      'sideDuties', content -> 'sideDuties' #- '{report}' #- '{operator}')`.execute(office.db);
}

test('a claim goes on under a pack stored in earlier words', async () => {
  const { claimId, taskId } = await office.atAcceptance();
  await storeAsBefore();
  const packs = packAccess(office.db);
  expect((await packs.get('ningxia@1')).pack).toEqual(office.pack);
  const steps = createClaimActivities({ ...office.deps, packs });

  const decide = async (who: typeof office.acceptor, task: string, outcome: string) => {
    const { body } = await office.decide(who, task, { outcome });
    return (await steps.applyDecision({ decisionId: String(body['decisionId']) })).standing;
  };
  expect(await decide(office.acceptor, taskId, 'accept')).toMatchObject({ stage: 'review' });
  const review = await office.openTask(office.reviewer, claimId);
  expect(await decide(office.reviewer, review, 'approve')).toMatchObject({ stage: 'notice' });
  const notice = await office.db
    .selectFrom('notice')
    .select(['opened_on', 'ends_on'])
    .where('claim_id', '=', claimId)
    .executeTakeFirstOrThrow();
  expect(notice).toEqual({ opened_on: '2026-03-10', ends_on: '2026-03-16' });
});
