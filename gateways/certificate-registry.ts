import { z } from 'zod';
import type { Instant, IsoDate } from '../domain/days.ts';
import { dayField, instantField, labelField } from './answer-fields.ts';
import { addressBelow, exchangeJson, ExchangeFailed } from './json-exchange.ts';
import type { ExchangeFailure, JsonAnswer } from './json-exchange.ts';

export type CertificateQuery = {
  ref: string;
  kind: string;
  number: string;
  identityNumber: string;
};
export type CertificateRecord = { occupation?: string; level?: string; issuedOn: IsoDate };

/** `mismatch`: known, but as another person's; `revoked`: issued, and taken back since. */
export type CertificateAnswer = {
  ref: string;
  result: 'verified' | 'unknown' | 'mismatch' | 'revoked';
  record?: CertificateRecord;
  source: string;
  checkedAt: Instant;
};

export type CertificateRegistry = {
  /**
   * Answers each query once, in their order; at most 500, with distinct refs. Throws
   * RegistryUnavailable when there is no complete answer, and never takes part of one.
   */
  look: (
    queries: readonly CertificateQuery[],
    signal?: AbortSignal,
  ) => Promise<CertificateAnswer[]>;
};

export const registryBatchMax = 500;

/** The registry gave no answer that can be used; asking again later is harmless. */
export class RegistryUnavailable extends Error {
  readonly reason: ExchangeFailure | 'refused' | 'incomplete';

  constructor(reason: RegistryUnavailable['reason'], detail?: string) {
    super(`certificate registry: ${detail ?? reason}`);
    this.name = 'RegistryUnavailable';
    this.reason = reason;
  }
}

const result = z.discriminatedUnion('result', [
  z.object({
    ref: z.string(),
    number: z.string(),
    result: z.literal('verified'),
    record: z.object({
      occupation: labelField.optional(),
      level: labelField.optional(),
      issuedOn: dayField,
    }),
  }),
  z.object({
    ref: z.string(),
    number: z.string(),
    result: z.enum(['mismatch', 'unknown', 'revoked']),
  }),
]);
const batch = z.object({
  source: labelField,
  checkedAt: instantField,
  answers: z.array(result).max(registryBatchMax),
});
type Batch = z.infer<typeof batch>;

export function httpCertificateRegistry(options: {
  url: string;
  timeoutMs: number;
}): CertificateRegistry {
  const url = addressBelow(options.url, 'certificates/query');
  return {
    async look(queries, signal) {
      if (queries.length === 0) return [];
      requireBatch(queries);
      const { timeoutMs } = options;
      const body = { queries };
      const answer = await exchangeJson({ method: 'POST', url, body, timeoutMs, signal }).catch(
        (error: unknown) => {
          if (!(error instanceof ExchangeFailed)) throw error;
          throw new RegistryUnavailable(error.reason, error.message);
        },
      );
      return matched(queries, readBatch(answer));
    },
  };
}

function requireBatch(queries: readonly CertificateQuery[]): void {
  if (queries.length > registryBatchMax) throw new RangeError('more queries than a batch may hold');
  const refs = new Set(queries.map(({ ref }) => ref));
  if (refs.size !== queries.length) throw new RangeError('two queries of a batch share a ref');
}

function readBatch({ status, json }: JsonAnswer): Batch {
  if (status !== 200) throw new RegistryUnavailable('refused', `refused (status ${status})`);
  const read = batch.safeParse(json);
  if (!read.success) throw new RegistryUnavailable('not-json', 'an answer of another form');
  return read.data;
}

/** Pairs answers with queries by ref, and by number, so that no answer lands on another query. */
function matched(
  queries: readonly CertificateQuery[],
  { source, checkedAt, answers }: Batch,
): CertificateAnswer[] {
  const byRef = new Map(answers.map((answer) => [answer.ref, answer]));
  if (answers.length !== queries.length) throw new RegistryUnavailable('incomplete');
  return queries.map(({ ref, number }) => {
    const answer = byRef.get(ref);
    if (answer?.number !== number) throw new RegistryUnavailable('incomplete');
    if (answer.result !== 'verified') return { ref, result: answer.result, source, checkedAt };
    return { ref, result: 'verified', record: recordOf(answer.record), source, checkedAt };
  });
}

function recordOf(record: {
  occupation?: string | undefined;
  level?: string | undefined;
  issuedOn: IsoDate;
}): CertificateRecord {
  const { occupation, level, issuedOn } = record;
  return {
    ...(occupation !== undefined && { occupation }),
    ...(level !== undefined && { level }),
    issuedOn,
  };
}
