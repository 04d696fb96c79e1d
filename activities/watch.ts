import type { Instant } from '../domain/days.ts';
import { audit } from '../db/audit.ts';
import { hurryOutbox, listMissingMonths, mailLateTasks } from '../db/watch.ts';
import type { Dependencies } from './dependencies.ts';

export function createWatchActivities({ db }: Dependencies) {
  return {
    /** Puts reminders and escalations in the mail outbox; answers how many mails. */
    async remindAndEscalate({ asOf }: { asOf: Instant }): Promise<number> {
      return db.transaction().execute((tx) => mailLateTasks(tx, asOf));
    },

    /** Names the opened months that are over and have no edition; each is put on record. */
    async reportMissingMonths({ asOf }: { asOf: Instant }): Promise<string[]> {
      return db.transaction().execute(async (tx) => {
        const missing = await listMissingMonths(tx, asOf);
        for (const month of missing) {
          await audit(tx, { act: 'month-missing', kind: 'month', id: month });
        }
        return missing;
      });
    },

    /** Sends again what the relay could not deliver. */
    async retryLostStarts(): Promise<number> {
      return db.transaction().execute((tx) => hurryOutbox(tx));
    },
  };
}
