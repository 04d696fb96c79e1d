import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { addressBelow, exchangeJson, ExchangeFailed } from '../../gateways/json-exchange.ts';
import { saying, startHostileServer, type HostileServer } from '../support/hostile-server.ts';

let server: HostileServer | undefined;
afterEach(() => server?.close());

async function exchange(listener: Parameters<typeof startHostileServer>[0], timeoutMs = 2_000) {
  server = await startHostileServer(listener);
  return await exchangeJson({ method: 'GET', url: new URL(server.url), timeoutMs });
}

const megabyte = 'x'.repeat(1024 * 1024);

describe('exchangeJson', () => {
  test('gives status and JSON of an answer', async () => {
    expect(await exchange(saying('{"a":1}', 404))).toEqual({ status: 404, json: { a: 1 } });
  });

  test.each([
    ['a web page', saying('<h1>x</h1>', 200, 'text/html'), 'not-json'],
    ['JSON that says it is a web page', saying('{}', 200, 'text/html'), 'not-json'],
    ['a web page that says it is JSON', saying('<h1>x</h1>'), 'not-json'],
    ['half an answer', saying('{"a":'), 'not-json'],
    ['no answer', saying(''), 'not-json'],
    ['a status without a body', saying('', 204), 'not-json'],
    ['bytes that are no UTF-8', (_q, r) => sendBytes(r, [0x22, 0xff, 0x22]), 'not-json'],
    ['status 500', saying('{}', 500), 'server-error'],
    ['status 503 with a page', saying('<h1>x</h1>', 503, 'text/html'), 'server-error'],
    ['a large answer', saying(`"${megabyte.repeat(3)}"`), 'too-large'],
    ['a redirect', (_q, r) => r.writeHead(302, { location: '/elsewhere' }).end(), 'connection'],
    ['a broken connection', (_q, r) => r.socket?.destroy(), 'connection'],
    ['a connection broken in mid-answer', breakInMidAnswer, 'connection'],
    ['silence', () => {}, 'time-out'],
    ['one byte now and then', drip, 'time-out'],
  ] satisfies [string, Parameters<typeof startHostileServer>[0], string][])(
    'takes no answer from %s',
    async (_name, listener, reason) => {
      await expect(exchange(listener, 400)).rejects.toMatchObject({
        name: 'ExchangeFailed',
        reason,
      });
    },
  );

  test('stops reading an answer without end', async () => {
    let sent = 0;
    const flood = exchange((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && response.write(megabyte)) sent += 1;
      };
      response.on('drain', more);
      more();
    });
    await expect(flood).rejects.toMatchObject({ reason: 'too-large' });
    await sleep(200);
    const sentBefore = sent;
    await sleep(200);
    expect(sent).toBe(sentBefore);
    expect(sent).toBeLessThan(50);
  });

  test('asks once and not again', async () => {
    await expect(exchange((_q, r) => r.socket?.destroy())).rejects.toThrow(ExchangeFailed);
    expect(server?.requests).toBe(1);
  });

  test('takes nobody listening for a connection that failed', async () => {
    const gone = await startHostileServer(saying('{}'));
    gone.close();
    const url = new URL(gone.url);
    await expect(exchangeJson({ method: 'GET', url, timeoutMs: 2_000 })).rejects.toMatchObject({
      reason: 'connection',
    });
  });

  test("ends with the caller's own reason when the caller gives up", async () => {
    server = await startHostileServer(() => {});
    const giveUp = new AbortController();
    const url = new URL(server.url);
    const { signal } = giveUp;
    const pending = exchangeJson({ method: 'GET', url, timeoutMs: 5_000, signal });
    giveUp.abort(new Error('cancelled by the caller'));
    await expect(pending).rejects.toThrow('cancelled by the caller');
  });
});

test('an address below a base keeps the path of the base', () => {
  const url = addressBelow('http://bank.example/api/', 'statement', { from: '2020-01-01' });
  expect(url.href).toBe('http://bank.example/api/statement?from=2020-01-01');
});

type Response = Parameters<Parameters<typeof startHostileServer>[0]>[1];

function sendBytes(response: Response, bytes: number[]): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(Buffer.from(bytes));
}

function breakInMidAnswer(_request: unknown, response: Response): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"a":', () => response.socket?.destroy());
}

function drip(_request: unknown, response: Response): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}
