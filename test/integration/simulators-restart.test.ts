import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { smtpMailer } from '../../gateways/mailer.ts';
import { getJson, postJson, setFaults, startSimulators } from '../support/start-simulators.ts';
import type { Simulators } from '../support/start-simulators.ts';

let running: Simulators | undefined;
afterEach(async () => {
  await running?.kill();
  if (running) await rm(running.state, { recursive: true, force: true });
});

function anOrder(number: number) {
  return {
    key: `3f0c1f62-0000-4000-8000-${String(number).padStart(12, '0')}`,
    executionOn: '2020-03-31',
    amount: '550.00',
    fund: 'skills-ledger',
    payeeAccount: '6217000000000001',
    payeeName: '示例职业培训学校',
    remark: '职业培训补贴',
  };
}

const certificate = { kind: 'qualification', number: 'Z1', identityNumber: '640101199001010011' };

test('kill -9 and a new start keep every book and the fault plans', async () => {
  const first = await startSimulators();
  running = first;
  const payment = await postJson(`${first.bank}/payments`, anOrder(1));
  const certificates = [{ ...certificate, issuedOn: '2020-01-01' }];
  await postJson(`${first.registry}/certificates`, { certificates });
  const mailer = smtpMailer({
    url: `smtp://127.0.0.1:${first.smtp}`,
    from: 'office@tisheng.example',
  });
  await mailer.send({
    messageId: '<1@tisheng.example>',
    to: 'desk@county.example',
    subject: '待办提醒',
    text: '有一件待办。',
  });
  await setFaults(first.mailbox, { mode: '4xx', seed: 7 });
  await first.kill();

  const second = await startSimulators(first.state);
  running = second;
  expect(await getJson(`${second.bank}/payments/${anOrder(1).key}`)).toEqual(payment);
  expect(await postJson(`${second.bank}/payments`, anOrder(1))).toEqual(payment);
  const queries = [{ ref: 'a', ...certificate }];
  const found = await postJson(`${second.registry}/certificates/query`, { queries });
  expect(found.json).toMatchObject({ answers: [{ result: 'verified' }] });
  const { json } = await getJson(`${second.mailbox}/messages`);
  expect(json).toMatchObject({ count: 1, messages: [{ subject: '待办提醒' }] });
  const plan = await getJson(`${second.mailbox}/faults`);
  expect(plan.json).toMatchObject({ mode: '4xx', seed: '7' });
  mailer.close();
});

test('kill -9 in the middle of a hail of payments loses none that was answered', async () => {
  const state = await mkdtemp(path.join(tmpdir(), 'simulators-'));
  const acknowledged: string[] = [];
  let next = 0;
  for (let round = 0; round < 3; round += 1) {
    const simulators = await startSimulators(state);
    running = simulators;
    const senders = Array.from({ length: 8 }, async () => {
      for (;;) {
        const order = anOrder((next += 1));
        const { status } = await postJson(`${simulators.bank}/payments`, order);
        if (status === 200) acknowledged.push(order.key);
      }
    });
    const ended = Promise.allSettled(senders);
    await sleep(150 + 50 * round);
    await simulators.kill();
    await ended;
  }
  const simulators = await startSimulators(state);
  running = simulators;
  expect(acknowledged.length).toBeGreaterThan(0);
  const replies = await Promise.all(
    acknowledged.map((key) => getJson(`${simulators.bank}/payments/${key}`)),
  );
  expect(replies.filter(({ status }) => status !== 200)).toEqual([]);
});

test('SIGTERM ends the simulators at once and in order, even while they hold a request', async () => {
  const simulators = await startSimulators();
  running = simulators;
  await setFaults(simulators.bank, { mode: 'execute-then-time-out', delayMs: 600_000 });
  const held = postJson(`${simulators.bank}/payments`, anOrder(1)).catch(() => 'dropped');
  await sleep(100);
  const startedAt = performance.now();
  expect(await simulators.stop()).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(await held).toBe('dropped');
});
