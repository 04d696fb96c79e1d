import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { apiClient, ApiRefused, type ApiClient } from '../../cli/programme/office/api-client.ts';
import { startHostileServer, type HostileServer } from '../support/hostile-server.ts';

type Script = (response: ServerResponse) => void;

const ok: Script = (response) => response.writeHead(200).end('{"done":true}');
const busy: Script = (response) => response.writeHead(503).end('{}');
const hangUp: Script = (response) => response.destroy();
const refuse: Script = (response) =>
  response.writeHead(409, { 'content-type': 'application/problem+json' }).end(
    JSON.stringify({
      code: 'claim-held',
      detail: '已挂起',
      errors: [{ path: '/x', reason: 'y' }],
    }),
  );

const write = {
  token: 't'.repeat(20),
  method: 'POST',
  path: '/v1/claims',
  key: 'k',
  body: { a: 1 },
} as const;

describe('the API client of the programme', () => {
  let server: HostileServer | undefined;
  let seen: { key: string | undefined; body: string }[] = [];
  afterEach(() => server?.close());

  test('sends a write again with the same key and body until it is answered', async () => {
    const client = await clientOf([busy, hangUp, ok]);
    expect(await client.send(write)).toEqual({ status: 200, json: { done: true } });
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map((it) => JSON.stringify(it))).size).toBe(1);
    expect(seen[0]).toEqual({ key: 'k', body: '{"a":1}' });
  });

  test('takes a refusal for an answer, with its code and what is wrong where', async () => {
    const client = await clientOf([refuse]);
    const refusal = await client.send(write).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiRefused);
    expect(refusal).toMatchObject({ status: 409, code: 'claim-held' });
    expect(String(refusal)).toContain('已挂起；/x y');
    expect(seen).toHaveLength(1);
  });

  test('gives up when the API stays away, and says for what', async () => {
    const client = await clientOf([], { giveUpAfterMs: 300 });
    await expect(client.send(write)).rejects.toThrow(
      /no answer from the API: \/v1\/claims: HTTP 503/u,
    );
  });

  test('stops at once when told to', async () => {
    const stop = new AbortController();
    const client = await clientOf([], { signal: stop.signal });
    const sending = client.send(write);
    stop.abort();
    await expect(sending).rejects.toThrow(/abort/iu);
  });

  /** The server plays the script request by request, and is busy when it is at an end. */
  async function clientOf(
    script: Script[],
    { giveUpAfterMs = 20_000, signal = new AbortController().signal } = {},
  ): Promise<ApiClient> {
    seen = [];
    server = await startHostileServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const key = request.headers['idempotency-key'];
        seen.push({ key: typeof key === 'string' ? key : undefined, body });
        (script.shift() ?? busy)(response);
      });
    });
    return apiClient({ url: server.url, signal, giveUpAfterMs });
  }
});
