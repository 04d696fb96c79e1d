import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { noFault, type Fault, type FaultDesk, type HttpFaultMode } from './faults.ts';
import { spoil } from './garbage.ts';
import { readJsonBody } from './json-body.ts';
import { RequestRefused } from './request-refused.ts';
import { findRoute, type Answer, type Route } from './routes.ts';

export type RunningServer = { url: string; stop: () => Promise<void> };
export type HttpServerOptions = {
  host: string;
  port: number;
  routes: readonly Route[];
  faults?: FaultDesk<HttpFaultMode>;
};

const maxBytesUnlessGiven = 64 * 1024;
const graceMs = 1_000;
const health: Route = {
  method: 'GET',
  path: '/health',
  reliable: true,
  handle: () => ({ kind: 'json', json: { ok: true } }),
};

/**
 * Serves the routes and `GET /health`, misbehaving as `faults` decides; port 0 takes a free one.
 */
export async function serveHttp(options: HttpServerOptions): Promise<RunningServer> {
  const stopping = new AbortController();
  const routes = [...options.routes, health];
  const server = createServer((request, response) => {
    const desk = { routes, faults: options.faults, stopping: stopping.signal };
    serve(request, response, desk).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = 15_000;
  server.requestTimeout = 60_000;
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(options.port, options.host, resolve);
  await listening;

  return {
    url: urlOf(server.address()),
    async stop() {
      stopping.abort();
      const { promise: closed, resolve: close } = Promise.withResolvers<void>();
      server.close(() => close());
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

type Desk = {
  routes: readonly Route[];
  faults: FaultDesk<HttpFaultMode> | undefined;
  stopping: AbortSignal;
};

/** Rejects when the connection is to be dropped without an answer. */
async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, faults, stopping }: Desk,
): Promise<void> {
  try {
    const target = URL.parse(request.url ?? '/', 'http://simulator');
    if (!target) throw new RequestRefused(404, 'no-such-address');
    const { route, params } = findRoute(routes, request.method ?? '', target.pathname);
    const { bytes, json } = await readJsonBody(request, route.maxBytes ?? maxBytesUnlessGiven);
    const query = Object.fromEntries(target.searchParams);
    const work = () => route.handle({ params, query, body: json });
    const isFaulty = faults !== undefined && route.reliable !== true;
    const fault = isFaulty ? faults.next(requestKey(request, bytes)) : noFault;
    await answer(response, work, { fault, stopping });
  } catch (error) {
    if (error instanceof RequestRefused) return refuse(response, error);
    if (error instanceof ConnectionDropped) throw error;
    reportFailure(request, error);
    sendJson(response, 500, { error: 'internal' });
  }
}

class ConnectionDropped extends Error {}

async function answer(
  response: ServerResponse,
  work: () => Answer,
  { fault, stopping }: { fault: Fault<HttpFaultMode>; stopping: AbortSignal },
): Promise<void> {
  const hold = async () => {
    await sleep(fault.delayMs, undefined, { signal: stopping }).catch(() => {
      throw new ConnectionDropped();
    });
  };
  switch (fault.mode) {
    case 'ok':
      return send(response, work());
    case 'delay':
      await hold();
      return send(response, work());
    case '5xx':
      return sendJson(response, fault.pick < 0.5 ? 500 : 503, { error: 'unavailable' });
    case 'garbage':
      return sendGarbage(response, work(), fault.pick);
    case 'execute-then-time-out':
      work();
      await hold();
  }
  throw new ConnectionDropped();
}

/** What makes two requests the same request: method, target and body. */
function requestKey(request: IncomingMessage, body: Buffer): string {
  const digest = createHash('sha256').update(body).digest('base64url');
  return `${request.method} ${request.url} ${digest}`;
}

function send(response: ServerResponse, content: Answer): void {
  if (content.kind === 'json') return sendJson(response, 200, content.json);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...content.headers });
  response.end(content.html);
}

function sendGarbage(response: ServerResponse, content: Answer, pick: number): void {
  const garbage = spoil(content.kind === 'json' ? content.json : null, pick);
  response.writeHead(200, { 'content-type': `${garbage.type}; charset=utf-8` });
  response.end(garbage.body);
}

function sendJson(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(json));
}

function refuse(response: ServerResponse, { status, code, field }: RequestRefused): void {
  if (status === 413) response.setHeader('connection', 'close');
  sendJson(response, status, field === undefined ? { error: code } : { error: code, field });
}

/** Names the request and the kind of failure; never a message, which could quote a value. */
function reportFailure(request: IncomingMessage, error: unknown): void {
  const kind = error instanceof Error ? error.name : typeof error;
  const path = (request.url ?? '').split('?')[0];
  process.stderr.write(`${JSON.stringify({ failed: `${request.method} ${path}`, kind })}\n`);
}

function urlOf(address: AddressInfo | string | null): string {
  if (typeof address !== 'object' || !address) throw new Error('the server has no address');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
