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

const batch = 50;
const pauseMs = 5_000;
/** Tried for three days, then visibly failed. */
const attemptsMax = 40;

/** Sends what the mail outbox holds, each with a Message-ID of its own that a resend keeps. */
export function startMailRelay(deps: {
  db: Database;
  mailer: Mailer;
  domain: string;
  simulated: () => Promise<boolean>;
  log: Logger;
}): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const done = (async () => {
    while (!stopping.signal.aborted) {
      const sent = await sendDue(deps).catch(() => 0);
      if (sent < batch) await pause(pauseMs, stopping.signal);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function sendDue(deps: Parameters<typeof startMailRelay>[0]): Promise<number> {
  const { rows } = await sql<DueMail>`
    update mail_outbox m set attempts = m.attempts + 1,
      next_at = clock_timestamp()
        + make_interval(secs => least(7200, 30 * power(2, least(m.attempts, 8))::int))
    from (
      select o.id, min(h.mail) as mail from mail_outbox o
      join post_holder h on h.person_id = o.recipient and h.mail is not null
      where o.sent_at is null and o.failed_at is null and o.next_at <= clock_timestamp()
      group by o.id limit ${batch}
    ) due
    where m.id = due.id
    returning m.id, due.mail as "to", m.template, m.params, m.attempts
  `.execute(deps.db);
  for (const mail of rows) await send(deps, mail);
  return rows.length;
}

async function send(
  { db, mailer, domain, simulated, log }: Parameters<typeof startMailRelay>[0],
  mail: DueMail,
): Promise<void> {
  const { subject, text } = mailText(mail.template, mail.params, { simulated: await simulated() });
  try {
    await mailer.send({ messageId: `<${mail.id}@${domain}>`, to: mail.to, subject, text });
    await sql`update mail_outbox set sent_at = clock_timestamp(), last_error = null
      where id = ${mail.id}`.execute(db);
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown';
    const final = error instanceof MailRefused || mail.attempts >= attemptsMax;
    log.warn({ mail: mail.id, reason, final }, 'mail not sent');
    await sql`update mail_outbox set last_error = ${reason},
      failed_at = case when ${final} then clock_timestamp() end where id = ${mail.id}`.execute(db);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
