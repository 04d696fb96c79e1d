import { createTransport } from 'nodemailer';
import { z } from 'zod';

/** `messageId` with its angle brackets; the same mail sent again keeps it. One recipient. */
export type MailMessage = { messageId: string; to: string; subject: string; text: string };

export type Mailer = {
  /**
   * Resolves when the mail server has taken the message. Throws MailRefused when it never will,
   * MailUnavailable when it did not answer or cannot now: it may have the message all the same.
   */
  send: (message: MailMessage, signal?: AbortSignal) => Promise<void>;
  close: () => void;
};

/** The server refused for good (SMTP 5xx), or the message must not be sent at all. */
export class MailRefused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`mail refused: ${code}`);
    this.name = 'MailRefused';
    this.code = code;
  }
}

/** Try again later, with the same Message-ID. */
export class MailUnavailable extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`mail server unavailable: ${code}`);
    this.name = 'MailUnavailable';
    this.code = code;
  }
}

const oneLine = /^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u;
const address = z
  .string()
  .max(254)
  .regex(/^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/);
const message = z.object({
  messageId: z.string().regex(/^<[A-Za-z0-9._%+-]{1,150}@[A-Za-z0-9.-]{1,100}>$/),
  to: address,
  subject: z.string().min(1).max(200).regex(oneLine),
  text: z
    .string()
    .max(100_000)
    .regex(/^[^\p{Cs}\0]*$/u),
});

/** Sends over a pool of connections; `from` is a bare address of this installation. */
export function smtpMailer(options: {
  url: string;
  from: string;
  fromName?: string;
  timeoutMs?: number;
}): Mailer {
  const { url, from, fromName = '', timeoutMs = 30_000 } = options;
  const sender = { name: z.string().regex(oneLine).parse(fromName), address: address.parse(from) };
  const transport = createTransport({
    url,
    pool: true,
    // A message whose connection breaks may have arrived: whether it goes out again is decided by
    // the outbox, never by the pool.
    maxRequeues: 0,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    async send(given, signal) {
      const { messageId, to, subject, text } = checked(given);
      const deadline = AbortSignal.timeout(timeoutMs);
      await transport
        .sendMail({
          from: sender,
          to: { name: '', address: to },
          subject,
          text,
          messageId,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
        })
        .catch((error: unknown) => {
          signal?.throwIfAborted();
          throw failureOf(error);
        });
    },
    close: () => transport.close(),
  };
}

/** Refuses what could become a second header or recipient; names the field, never its content. */
function checked(given: MailMessage): MailMessage {
  const read = message.safeParse(given);
  if (read.success) return read.data;
  throw new MailRefused(`invalid-${String(read.error.issues[0]?.path[0])}`);
}

const smtpFailure = z.object({
  code: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.number().optional(),
});
const commandsAboutTheMessage = ['MAIL FROM', 'RCPT TO', 'DATA'];

/** Keeps the code only: the library's own text quotes addresses. */
function failureOf(error: unknown): MailRefused | MailUnavailable {
  const { data } = smtpFailure.safeParse(error);
  const status = data?.responseCode;
  const isAboutTheMessage = commandsAboutTheMessage.includes(data?.command ?? '');
  if (status !== undefined && status >= 500 && isAboutTheMessage) {
    return new MailRefused(`smtp-${status}`);
  }
  if (status !== undefined) return new MailUnavailable(`smtp-${status}`);
  return new MailUnavailable(data?.code ?? 'unknown');
}
