/** One request to a server of somebody else. `maxBytes` caps the answer, 2 MB unless given. */
export type JsonRequest = {
  method: 'GET' | 'POST';
  url: URL;
  body?: unknown;
  timeoutMs: number;
  maxBytes?: number;
  signal?: AbortSignal | undefined;
};
export type JsonAnswer = { status: number; json: unknown };

export type ExchangeFailure = 'time-out' | 'connection' | 'server-error' | 'too-large' | 'not-json';

/** No answer to work with. Holds neither address nor content: both can name a person. */
export class ExchangeFailed extends Error {
  readonly reason: ExchangeFailure;
  readonly status: number | undefined;

  constructor(reason: ExchangeFailure, status?: number) {
    super(status === undefined ? reason : `${reason} (status ${status})`);
    this.name = 'ExchangeFailed';
    this.reason = reason;
    this.status = status;
  }
}

const maxBytesUnlessGiven = 2 * 1024 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Sends one request, once, and reads a JSON answer of any status below 500. The time-out covers
 * everything up to the last byte. Throws ExchangeFailed, or the reason of the caller's own abort.
 */
export async function exchangeJson(request: JsonRequest): Promise<JsonAnswer> {
  const deadline = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: headersOf(request),
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      redirect: 'error',
      signal,
    });
    return await readAnswer(response, request.maxBytes ?? maxBytesUnlessGiven);
  } catch (error) {
    if (error instanceof ExchangeFailed) throw error;
    request.signal?.throwIfAborted();
    throw new ExchangeFailed(deadline.aborted ? 'time-out' : 'connection');
  }
}

/** The address of `path` below a base address, which may have a path of its own. */
export function addressBelow(base: string, path: string, query: Record<string, string> = {}): URL {
  const url = new URL(`${base.replace(/\/+$/, '')}/${path}`);
  url.search = new URLSearchParams(query).toString();
  return url;
}

function headersOf({ body }: JsonRequest): Record<string, string> {
  const accept = { accept: 'application/json' };
  return body === undefined ? accept : { ...accept, 'content-type': 'application/json' };
}

async function readAnswer(response: Response, maxBytes: number): Promise<JsonAnswer> {
  const { status } = response;
  const refusal = refusalOf(response);
  if (refusal) {
    await response.body?.cancel();
    throw new ExchangeFailed(refusal, status);
  }
  const bytes = await readCapped(response, maxBytes);
  try {
    return { status, json: JSON.parse(utf8.decode(bytes)) };
  } catch {
    throw new ExchangeFailed('not-json', status);
  }
}

/** What can be told from the head alone; the body is then not read. */
function refusalOf(response: Response): ExchangeFailure | undefined {
  if (response.status >= 500) return 'server-error';
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' ? undefined : 'not-json';
}

async function readCapped(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new ExchangeFailed('too-large', response.status);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
