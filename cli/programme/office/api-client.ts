import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** One request of a person. `key` makes a write safe to send again. */
export type ApiRequest = {
  token: string;
  method: 'GET' | 'POST';
  path: string;
  key?: string;
  body?: unknown;
};

type RawAnswer = { status: number; body: Uint8Array };
export type ApiAnswer = { status: number; json: unknown };

export type ApiClient = {
  /** The answer of a request, repeated while the service is out of reach; ApiRefused on 4xx. */
  send: (request: ApiRequest) => Promise<ApiAnswer>;
  download: (request: ApiRequest) => Promise<Uint8Array>;
};

/** The API understood the request and says no: what is wrong, and with which code. */
export class ApiRefused extends Error {
  readonly status: number;
  readonly code: string;

  constructor({ method, path }: ApiRequest, status: number, problem: Problem) {
    const faults =
      problem.errors?.slice(0, 5).map(({ path: at, reason }) => `${at} ${reason}`) ?? [];
    super(`${method} ${path}: ${status} ${problem.code} ${[problem.detail, ...faults].join('；')}`);
    this.name = 'ApiRefused';
    this.status = status;
    this.code = problem.code;
  }
}

const problem = z.object({
  code: z.string().default(''),
  detail: z.string().default(''),
  errors: z.array(z.object({ path: z.string(), reason: z.string() })).optional(),
});
type Problem = z.output<typeof problem>;

const firstWaitMs = 100;
const longestWaitMs = 5_000;
const requestTimeoutMs = 60_000;
const busyStatus = new Set([429, 500, 502, 503, 504]);

/** Speaks to the API at `url`; gives up when it stays out of reach for so long. */
export function apiClient(options: {
  url: string;
  signal: AbortSignal;
  giveUpAfterMs: number;
}): ApiClient {
  const { url, signal, giveUpAfterMs } = options;

  async function attempt(request: ApiRequest): Promise<RawAnswer | string> {
    try {
      const response = await fetch(new URL(request.path, url), {
        method: request.method,
        headers: {
          authorization: `Bearer ${request.token}`,
          ...(request.key !== undefined && { 'idempotency-key': request.key }),
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
      });
      const body = new Uint8Array(await response.arrayBuffer());
      if (busyStatus.has(response.status)) return `HTTP ${response.status}`;
      return { status: response.status, body };
    } catch (error) {
      signal.throwIfAborted();
      return error instanceof Error ? error.name : 'no answer';
    }
  }

  async function askUntilAnswered(request: ApiRequest): Promise<RawAnswer> {
    const until = Date.now() + giveUpAfterMs;
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      const outcome = await attempt(request);
      if (typeof outcome !== 'string') return outcome;
      if (Date.now() > until) {
        throw new Error(`接口长时间没有应答 / no answer from the API: ${request.path}: ${outcome}`);
      }
      await sleep(waitMs, undefined, { signal });
    }
  }

  async function accepted(request: ApiRequest): Promise<RawAnswer> {
    const answer = await askUntilAnswered(request);
    if (answer.status < 400) return answer;
    const read = problem.safeParse(jsonOf(answer));
    throw new ApiRefused(request, answer.status, read.success ? read.data : problem.parse({}));
  }

  return {
    async send(request) {
      const answer = await accepted(request);
      return { status: answer.status, json: jsonOf(answer) };
    },
    download: async (request) => (await accepted(request)).body,
  };
}

function jsonOf({ body }: RawAnswer): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return {};
  }
}
