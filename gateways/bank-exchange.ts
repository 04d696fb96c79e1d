import { z } from 'zod';
import { codeField } from './answer-fields.ts';
import { addressBelow, exchangeJson, ExchangeFailed } from './json-exchange.ts';
import type { ExchangeFailure, JsonAnswer } from './json-exchange.ts';

/**
 * Nobody can say what the bank did: it may have paid. Left only by the bank's own word about the
 * same key; sending the payment with another key could pay twice.
 */
export class BankUnknown extends Error {
  readonly reason: ExchangeFailure | 'busy' | 'other-form' | 'other-payment' | 'turned-away';

  constructor(reason: BankUnknown['reason'], detail?: string) {
    super(`bank, state unknown: ${detail ?? reason}`);
    this.name = 'BankUnknown';
    this.reason = reason;
  }
}

/** The bank's own word that it does not do an order: its code, and the field it objects to. */
export class BankRefused extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;

  constructor(status: number, code: string, field?: string) {
    super(`bank refused: ${status} ${code}${field === undefined ? '' : ` (${field})`}`);
    this.name = 'BankRefused';
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

export type BankAddress = { url: string; timeoutMs: number };
export type BankRequest = {
  method: 'GET' | 'POST';
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal | undefined;
};
export type BankReply = { kind: 'answer'; json: unknown } | { kind: 'not-found' };

const refusal = z.object({ error: codeField, field: codeField.optional() });
const statusesOfABusyServer = [408, 425, 429];
const statusesAboutTheOrder = [400, 422];

/**
 * Asks the bank once. A refusal counts only as answer to an order, about its content and in the
 * bank's own form: a lapsed token, a question turned away or an error page of something in between
 * says nothing about the payment.
 */
export async function askBank(bank: BankAddress, request: BankRequest): Promise<BankReply> {
  const { method, path, query, body, signal } = request;
  const url = addressBelow(bank.url, path, query);
  const { timeoutMs } = bank;
  const answer = await exchangeJson({ method, url, body, timeoutMs, signal }).catch(
    (error: unknown) => {
      if (!(error instanceof ExchangeFailed)) throw error;
      throw new BankUnknown(error.reason, error.message);
    },
  );
  return answer.status === 200 ? { kind: 'answer', json: answer.json } : refusalOf(answer, method);
}

/** Checks the form of what the bank said; a bank that speaks in riddles is a state unknown. */
export function readBankAnswer<T>(schema: z.ZodType<T>, reply: BankReply): T {
  if (reply.kind === 'not-found') throw new BankUnknown('other-form');
  const read = schema.safeParse(reply.json);
  if (!read.success) throw new BankUnknown('other-form');
  return read.data;
}

function refusalOf({ status, json }: JsonAnswer, method: string): { kind: 'not-found' } {
  if (statusesOfABusyServer.includes(status)) throw new BankUnknown('busy', `status ${status}`);
  const read = refusal.safeParse(json);
  if (status < 400 || !read.success) throw new BankUnknown('other-form', `status ${status}`);
  const { error, field } = read.data;
  if (method === 'GET' && status === 404 && error === 'not-found') return { kind: 'not-found' };
  if (method === 'POST' && statusesAboutTheOrder.includes(status)) {
    throw new BankRefused(status, error, field);
  }
  throw new BankUnknown('turned-away', `status ${status}`);
}
