import { monthOf, shanghaiDay, type Instant } from '../domain/days.ts';
import { listMissingMonths, tellMissingMonths } from '../db/missing-month.ts';
import { openMonths } from '../db/month.ts';
import { hurryOutbox, mailLateTasks } from '../db/watch.ts';
import type { Dependencies } from './dependencies.ts';

export function createWatchActivities({ db, packs }: Dependencies) {
  const reporter = async (): Promise<string> => (await packs.inForce()).pack.sideDuties.report;
  return {
    /** Puts reminders and escalations in the mail outbox; answers how many mails. */
    async remindAndEscalate({ asOf }: { asOf: Instant }): Promise<number> {
      return db.transaction().execute((tx) => mailLateTasks(tx, asOf));
    },

    /**
     * Opens the month that has begun and names those that are over and have no edition; each is
     * put on record and told of once.
     */
    async reportMissingMonths({ asOf }: { asOf: Instant }): Promise<string[]> {
      return db.transaction().execute(async (tx) => {
        await openMonths(tx, monthOf(shanghaiDay(asOf)));
        const missing = await listMissingMonths(tx, asOf);
        if (missing.length > 0) await tellMissingMonths(tx, { missing, role: await reporter() });
        return missing;
      });
    },

    /** Sends again what the relay could not deliver. */
    async retryLostStarts(): Promise<number> {
      return db.transaction().execute((tx) => hurryOutbox(tx));
    },
  };
}
