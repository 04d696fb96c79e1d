import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/connect.ts';
import { MailRefused, type Mailer } from '../gateways/mailer.ts';
import { mailText } from './mail-text.ts';

type DueMail = {
  id: string;
  to: string;
  template: string;
  params: Record<string, string>;
  attempts: number;
};

type Deps = {
  db: Database;
  mailer: Mailer;
  domain: string;
  simulated: () => Promise<boolean>;
  log: Logger;
};

const pauseMs = 5_000;
/** Longer than the mailer tries: until then nobody else takes the mail. */
const leaseSeconds = 120;
/** Tried for three days, then visibly failed. */
const attemptsMax = 40;

/** Sends what the mail outbox holds, each with a Message-ID of its own that a resend keeps. */
export function startMailRelay(deps: Deps): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const done = (async () => {
    while (!signal.aborted) {
      if (await sendNext(deps)) continue;
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** Sends one mail that is due; whether there was one. */
async function sendNext(deps: Deps): Promise<boolean> {
  try {
    const mail = await takeMail(deps.db);
    if (mail) await send(deps, mail);
    return mail !== undefined;
  } catch (error) {
    deps.log.warn({ reason: reasonOf(error) }, 'mail outbox not reachable');
    return false;
  }
}

/** Takes a mail that no other relay has in hand. */
async function takeMail(db: Database): Promise<DueMail | undefined> {
  const { rows } = await sql<DueMail>`
    update mail_outbox m set attempts = m.attempts + 1,
      next_at = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    from (
      select o.id, a.mail from mail_outbox o cross join lateral (
        select min(h.mail) as mail from post_holder h where h.person_id = o.recipient
      ) a
      where o.sent_at is null and o.failed_at is null and o.next_at <= clock_timestamp()
        and a.mail is not null
      order by o.next_at limit 1 for update of o skip locked
    ) due
    where m.id = due.id
    returning m.id, due.mail as "to", m.template, m.params, m.attempts
  `.execute(db);
  return rows[0];
}

async function send({ db, mailer, domain, simulated, log }: Deps, mail: DueMail): Promise<void> {
  const mark = { simulated: await simulated() };
  try {
    const { subject, text } = mailText(mail.template, mail.params, mark);
    await mailer.send({ messageId: `<${mail.id}@${domain}>`, to: mail.to, subject, text });
    await sql`update mail_outbox set sent_at = clock_timestamp(), last_error = null
      where id = ${mail.id}`.execute(db);
  } catch (error) {
    const reason = reasonOf(error);
    const final = error instanceof MailRefused || mail.attempts >= attemptsMax;
    log.warn({ mail: mail.id, reason, final }, 'mail not sent');
    await sql`update mail_outbox set last_error = ${reason},
      failed_at = case when ${final} then clock_timestamp() end,
      next_at = clock_timestamp()
        + make_interval(secs => least(7200, 30 * power(2, least(attempts - 1, 8))::int))
      where id = ${mail.id}`.execute(db);
  }
}

/** Only what kind of error: its text may quote an address. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
