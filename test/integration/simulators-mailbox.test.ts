import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getJson, setFaults, startSimulators } from '../support/start-simulators.ts';
import type { Simulators } from '../support/start-simulators.ts';

let simulators: Simulators;

beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(async () => {
  await simulators.stop();
});
beforeEach(async () => {
  await setFaults(simulators.mailbox, { mode: 'ok' });
});

let mails = 0;
/** Speaks SMTP by hand and tells the last answer of the server, undefined for none. */
async function sendByHand(subject: string, text: string): Promise<string | undefined> {
  mails += 1;
  const socket = createConnection(simulators.smtp, '127.0.0.1');
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answerTo = async (command?: string) => {
    if (command !== undefined) socket.write(`${command}\r\n`);
    let line = '';
    do {
      const next = await lines.next();
      if (next.done === true) return undefined;
      line = next.value;
    } while (line[3] === '-');
    return line;
  };
  await answerTo();
  await answerTo('EHLO test.example');
  await answerTo('MAIL FROM:<office@tisheng.example>');
  await answerTo('RCPT TO:<desk@county.example>');
  await answerTo('DATA');
  const encoded = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
  const head = [
    `Message-ID: <by-hand-${mails}@tisheng.example>`,
    `Subject: ${encoded}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ];
  const answer = await answerTo(`${head.join('\r\n')}\r\n\r\n${text}\r\n.`);
  socket.destroy();
  return answer;
}

async function mailsWithSubject(subject: string): Promise<number> {
  const { json } = await getJson(`${simulators.mailbox}/messages`);
  return JSON.stringify(json).split(JSON.stringify(subject)).length - 1;
}

describe('the mailbox', () => {
  test('keeps a mail and gives it back as JSON', async () => {
    expect(await sendByHand('公示即将结束', '请于三个工作日内办理。')).toMatch(/^250/);
    const { json } = await getJson(`${simulators.mailbox}/messages`);
    expect(json).toMatchObject({
      messages: expect.arrayContaining([
        expect.objectContaining({
          sender: 'office@tisheng.example',
          recipients: ['desk@county.example'],
          subject: '公示即将结束',
          text: '请于三个工作日内办理。',
        }),
      ]),
    });
  });

  test('gives mails in pages', async () => {
    await sendByHand('第一封', '一');
    await sendByHand('第二封', '二');
    const first = await getJson(`${simulators.mailbox}/messages?limit=1`);
    expect(first.json).toMatchObject({ count: 1, next: 1 });
    const rest = await getJson(`${simulators.mailbox}/messages?after=1`);
    expect(rest.json).toMatchObject({ next: null, messages: expect.any(Array) });
    expect(JSON.stringify(rest.json)).toContain('第二封');
  });

  test('shows a hostile mail as text, on a page that runs no script', async () => {
    const attack = '<script>alert(1)</script>';
    await sendByHand(attack, attack);
    const list = await fetch(simulators.mailbox);
    const html = await list.text();
    expect(list.headers.get('content-security-policy')).toContain(`default-src 'none'`);
    expect(html).not.toContain(attack);
    const link = html.match(/\/mails\/\d+/)?.[0];
    const mail = await fetch(`${simulators.mailbox}${link}`);
    expect(mail.status).toBe(200);
    expect(await mail.text()).not.toContain(attack);
  });

  test.each(['/mails/999999', '/mails/x', '/mails/-1', '/messages?limit=0', '/messages?x=1'])(
    'refuses %s',
    async (path) => {
      const { status } = await getJson(`${simulators.mailbox}${path}`);
      expect([400, 404]).toContain(status);
    },
  );
});

describe('a fault of the mail server', () => {
  test('4xx refuses for now and keeps nothing', async () => {
    await setFaults(simulators.mailbox, { mode: '4xx' });
    expect(await sendByHand('四', '四')).toMatch(/^451/);
    expect(await mailsWithSubject('四')).toBe(0);
  });

  test('5xx refuses for good and keeps nothing', async () => {
    await setFaults(simulators.mailbox, { mode: '5xx' });
    expect(await sendByHand('五', '五')).toMatch(/^554/);
    expect(await mailsWithSubject('五')).toBe(0);
  });

  test('execute-then-time-out keeps the mail and gives no answer', async () => {
    await setFaults(simulators.mailbox, { mode: 'execute-then-time-out' });
    expect(await sendByHand('已收未答', '收')).toBeUndefined();
    expect(await mailsWithSubject('已收未答')).toBe(1);
  });

  test('delay answers late', async () => {
    await setFaults(simulators.mailbox, { mode: 'delay', delayMs: 200 });
    const startedAt = performance.now();
    expect(await sendByHand('迟', '迟')).toMatch(/^250/);
    expect(performance.now() - startedAt).toBeGreaterThan(190);
  });
});
