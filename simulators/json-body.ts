import type { IncomingMessage } from 'node:http';
import { RequestRefused } from './request-refused.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads at most `maxBytes`. A body must be JSON and say so: a web page cannot send that type to
 * this server without asking first, and this server never agrees.
 */
export async function readJsonBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<{ bytes: Buffer; json: unknown }> {
  if (request.method !== 'POST') return { bytes: Buffer.alloc(0), json: undefined };
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new RequestRefused(415, 'not-json');
  const bytes = await readBytes(request, maxBytes);
  try {
    return { bytes, json: JSON.parse(utf8.decode(bytes)) };
  } catch {
    throw new RequestRefused(400, 'not-json');
  }
}

async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else reject(new RequestRefused(413, 'too-large'));
  });
  request.on('end', () => resolve(Buffer.concat(chunks)));
  request.on('error', () => reject(new RequestRefused(400, 'body-lost')));
  return await promise;
}
