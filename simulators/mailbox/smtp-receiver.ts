import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import type { FaultDesk, SmtpFaultMode } from '../faults.ts';
import type { Mail, MailboxBook } from './mailbox-book.ts';

const messageBytesMax = 5 * 1024 * 1024;
const closeMs = 500;

export type SmtpReceiver = { port: number; stop: () => Promise<void> };

type Desk = { book: MailboxBook; faults: FaultDesk<SmtpFaultMode>; stopping: AbortSignal };
type Verdict =
  | { kind: 'accepted' }
  | { kind: 'refused'; code: number; text: string }
  | { kind: 'dropped' };
type DataHandler = (
  ...given: Parameters<NonNullable<SMTPServerOptions['onData']>>
) => Promise<void>;

const notKept: Verdict = { kind: 'refused', code: 451, text: 'message not kept' };

/** Takes mail for any address without a login and keeps it; it never sends anything on. */
export async function startSmtpReceiver(options: {
  host: string;
  port: number;
  book: MailboxBook;
  faults: FaultDesk<SmtpFaultMode>;
}): Promise<SmtpReceiver> {
  const stopping = new AbortController();
  const desk = { book: options.book, faults: options.faults, stopping: stopping.signal };
  const take: DataHandler = async (stream, session, callback) => {
    const verdict = await receive(stream, session, desk).catch(() => notKept);
    if (verdict.kind === 'accepted') callback(null, 'OK: message kept');
    else if (verdict.kind === 'refused') callback(refusal(verdict.code, verdict.text));
    else dropConnection(server, session);
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: messageBytesMax,
    closeTimeout: closeMs,
    onData(stream, session, callback) {
      void take(stream, session, callback);
    },
  });
  server.on('error', () => {});
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.server.once('error', reject);
  server.listen(options.port, options.host, resolve);
  await listening;

  return {
    port: portOf(server),
    async stop() {
      stopping.abort();
      const { promise: closed, resolve: close } = Promise.withResolvers<void>();
      server.close(close);
      await closed;
    },
  };
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  { book, faults, stopping }: Desk,
): Promise<Verdict> {
  const raw = await buffer(stream);
  if (stream.sizeExceeded) return { kind: 'refused', code: 552, text: 'message too large' };
  const mail = await readMail(raw, session);
  const fault = faults.next(`${mail.messageId} ${mail.recipients.join(' ')}`);
  switch (fault.mode) {
    case '4xx':
      return { kind: 'refused', code: 451, text: 'try again later' };
    case '5xx':
      return { kind: 'refused', code: 554, text: 'message refused' };
    case 'execute-then-time-out':
      book.keep(mail);
      await sleep(fault.delayMs, undefined, { signal: stopping }).catch(() => {});
      return { kind: 'dropped' };
    case 'delay':
      await sleep(fault.delayMs, undefined, { signal: stopping });
      break;
    case 'ok':
  }
  book.keep(mail);
  return { kind: 'accepted' };
}

async function readMail(raw: Buffer, session: SMTPServerSession): Promise<Mail> {
  const { messageId, subject, text } = await simpleParser(raw, { skipImageLinks: true });
  const { mailFrom, rcptTo } = session.envelope;
  return {
    messageId: messageId ?? '',
    sender: mailFrom ? mailFrom.address : '',
    recipients: rcptTo.map(({ address }) => address),
    subject: subject ?? '',
    // The line break that ends a message belongs to the protocol, not to the text.
    text: (text ?? '').replace(/\r?\n$/, ''),
    receivedAt: new Date().toISOString(),
  };
}

function refusal(responseCode: number, text: string): Error & { responseCode: number } {
  return Object.assign(new Error(text), { responseCode });
}

/** Ends the connection with no word on what became of the message. */
function dropConnection(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) {
    if (connection.id === session.id) connection.close();
  }
}

function portOf(server: SMTPServer): number {
  const address = server.server.address();
  if (typeof address !== 'object' || !address) throw new Error('the SMTP server has no port');
  return address.port;
}
