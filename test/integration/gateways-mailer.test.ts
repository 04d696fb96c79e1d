import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { MailRefused, MailUnavailable, smtpMailer, type Mailer } from '../../gateways/mailer.ts';
import { getJson, setFaults, startSimulators } from '../support/start-simulators.ts';
import type { Simulators } from '../support/start-simulators.ts';

let simulators: Simulators;
let mailer: Mailer;

beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(async () => {
  await simulators.stop();
});
beforeEach(async () => {
  await setFaults(simulators.mailbox, { mode: 'ok' });
  mailer = mailerOf(simulators.smtp);
});
afterEach(() => mailer.close());

function mailerOf(port: number, timeoutMs = 5_000): Mailer {
  return smtpMailer({
    url: `smtp://127.0.0.1:${port}`,
    from: 'office@tisheng.example',
    fromName: '提升行动办公室',
    timeoutMs,
  });
}

let mails = 0;
function aMail(part: Record<string, string> = {}) {
  mails += 1;
  return {
    messageId: `<notice-${mails}@tisheng.example>`,
    to: 'desk@county.example',
    subject: '待办提醒：一件申请等待审核',
    text: '请登录系统办理。\n\n此邮件由系统发出。',
    ...part,
  };
}

const inbox = z.object({
  messages: z.array(
    z.object({
      messageId: z.string(),
      recipients: z.array(z.string()),
      sender: z.string(),
      subject: z.string(),
      text: z.string(),
    }),
  ),
});
async function arrived(messageId: string) {
  const { json } = await getJson(`${simulators.mailbox}/messages`);
  return inbox.parse(json).messages.filter((mail) => mail.messageId === messageId);
}

describe('the mailer', () => {
  test('brings a mail with Chinese subject and text, under the Message-ID it was given', async () => {
    const mail = aMail();
    await mailer.send(mail);
    expect(await arrived(mail.messageId)).toEqual([
      {
        messageId: mail.messageId,
        sender: 'office@tisheng.example',
        recipients: ['desk@county.example'],
        subject: mail.subject,
        text: mail.text,
      },
    ]);
  });

  test('brings 50 mails at once', async () => {
    const sent = Array.from({ length: 50 }, () => aMail({ subject: '批量' }));
    await Promise.all(sent.map((mail) => mailer.send(mail)));
    for (const { messageId } of sent) expect(await arrived(messageId)).toHaveLength(1);
  });

  test.each([
    ['subject', { subject: '提醒\r\nBcc: all@county.example' }],
    ['subject', { subject: '提醒\nX: y' }],
    ['subject', { subject: '提醒\u2028X' }],
    ['subject', { subject: '' }],
    ['to', { to: 'desk@county.example\r\nRCPT TO:<all@county.example>' }],
    ['to', { to: 'desk@county.example, all@county.example' }],
    ['to', { to: 'desk@county.example SIZE=1' }],
    ['to', { to: '"a" <desk@county.example>' }],
    ['to', { to: '<desk@county.example>' }],
    ['to', { to: 'desk@county.example>' }],
    ['to', { to: 'desk＠county.example' }],
    ['to', { to: 'dеsk@county.example' }],
    ['to', { to: '' }],
    ['messageId', { messageId: '<a@b>\r\nX: y' }],
    ['messageId', { messageId: 'no brackets' }],
    ['text', { text: 'a\u0000b' }],
  ])('refuses a mail whose %s is %j, and the server sees nothing', async (field, part) => {
    const before = await count();
    const failure = await mailer.send(aMail(part)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MailRefused);
    expect(failure).toMatchObject({ code: `invalid-${field}` });
    expect(await count()).toBe(before);
  });

  test('keeps a text that looks like SMTP a text', async () => {
    const mail = aMail({ text: '第一行\n.\nMAIL FROM:<x@y.example>\n\nBcc: all@county.example' });
    await mailer.send(mail);
    expect(await arrived(mail.messageId)).toMatchObject([
      { recipients: [mail.to], text: mail.text },
    ]);
  });
});

describe('a fault of the mail server', () => {
  test('4xx is a failure that a later attempt heals, with the same Message-ID', async () => {
    await setFaults(simulators.mailbox, { mode: '4xx' });
    const mail = aMail();
    await expect(mailer.send(mail)).rejects.toMatchObject({
      name: 'MailUnavailable',
      code: 'smtp-451',
    });
    await setFaults(simulators.mailbox, { mode: 'ok' });
    await mailer.send(mail);
    expect(await arrived(mail.messageId)).toHaveLength(1);
  });

  test('5xx is a refusal for good', async () => {
    await setFaults(simulators.mailbox, { mode: '5xx' });
    await expect(mailer.send(aMail())).rejects.toMatchObject({
      name: 'MailRefused',
      code: 'smtp-554',
    });
  });

  test('a connection lost after the mail arrived is reported, and the mail is there once', async () => {
    await setFaults(simulators.mailbox, { mode: 'execute-then-time-out' });
    const mail = aMail();
    await expect(mailer.send(mail)).rejects.toThrow(MailUnavailable);
    expect(await arrived(mail.messageId)).toHaveLength(1);
  });

  test('silence after the mail arrived ends with the time-out', async () => {
    await setFaults(simulators.mailbox, { mode: 'execute-then-time-out', delayMs: 60_000 });
    const impatient = mailerOf(simulators.smtp, 400);
    const mail = aMail();
    await expect(impatient.send(mail)).rejects.toThrow(MailUnavailable);
    impatient.close();
    expect(await arrived(mail.messageId)).toHaveLength(1);
  });

  test('a delay within the time-out is waited for', async () => {
    await setFaults(simulators.mailbox, { mode: 'delay', delayMs: 200 });
    const mail = aMail();
    await mailer.send(mail);
    expect(await arrived(mail.messageId)).toHaveLength(1);
  });

  test('nobody listening is a failure to try again after', async () => {
    const nobody = mailerOf(9, 1_000);
    await expect(nobody.send(aMail())).rejects.toThrow(MailUnavailable);
    nobody.close();
  });

  test('a connection lost before the next mail fails that mail, once', async () => {
    let connections = 0;
    const server = await listen((socket) => {
      connections += 1;
      speakSmtp(socket, { mailsUntilLost: 1 });
    });
    const pooled = mailerOf(server.port);
    await pooled.send(aMail());
    await expect(pooled.send(aMail())).rejects.toThrow(MailUnavailable);
    expect(connections).toBe(1);
    pooled.close();
    server.close();
  });

  test('a refusal of the whole server does not condemn the mail', async () => {
    const server = await listen((socket) => socket.end('554 no service today\r\n'));
    const rejected = mailerOf(server.port);
    await expect(rejected.send(aMail())).rejects.toThrow(MailUnavailable);
    rejected.close();
    server.close();
  });

  test('no failure names an address', async () => {
    await setFaults(simulators.mailbox, { mode: '5xx' });
    const failure = await mailer.send(aMail()).catch((error: unknown) => error);
    if (!(failure instanceof Error)) throw new Error('the mail was taken');
    expect(`${failure.stack} ${String(failure.cause)}`).not.toContain('county.example');
  });
});

async function count(): Promise<number> {
  const { json } = await getJson(`${simulators.mailbox}/messages`);
  return inbox.parse(json).messages.length;
}

async function listen(onConnection: (socket: Socket) => void) {
  const server = createServer(onConnection);
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await listening;
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return { port, close: () => server.close() };
}

/** Takes some mails, then loses the connection when the next one begins. */
function speakSmtp(socket: Socket, { mailsUntilLost }: { mailsUntilLost: number }): void {
  let mails = 0;
  let inData = false;
  socket.on('error', () => {});
  socket.write('220 test.example\r\n');
  createInterface({ input: socket }).on('line', (line) => {
    if (inData && line !== '.') return;
    if (inData) mails += 1;
    inData = line === 'DATA';
    if (line.startsWith('MAIL FROM') && mails >= mailsUntilLost) socket.destroy();
    else socket.write(inData ? '354 go on\r\n' : '250 OK\r\n');
  });
}
