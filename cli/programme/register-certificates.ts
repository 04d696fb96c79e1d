import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedClaim } from './population/claims.ts';

const rowsPerRequest = 2_000;
const attemptsMax = 10;

/** Enters the certificates of these claims at the simulated registry; again changes nothing. */
export async function registerCertificates(
  registryUrl: string,
  claims: readonly PlannedClaim[],
  signal: AbortSignal,
): Promise<void> {
  const rows = claims.flatMap(({ lines }) =>
    lines.flatMap(({ certificate, trainee, level, occupation }) => {
      if (!certificate?.registered) return [];
      const { kind, number, issuedOn } = certificate;
      return [
        { kind, number, identityNumber: trainee.identityNumber, occupation, level, issuedOn },
      ];
    }),
  );
  for (let from = 0; from < rows.length; from += rowsPerRequest) {
    await enter(registryUrl, rows.slice(from, from + rowsPerRequest), signal);
  }
}

async function enter(registryUrl: string, rows: unknown[], signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const failure = await post(registryUrl, rows, signal);
    if (failure === undefined) return;
    if (attempt === attemptsMax) {
      throw new Error(
        `证书登记系统没有应答 / the certificate registry does not answer: ${failure}`,
      );
    }
    await sleep(200 * attempt, undefined, { signal });
  }
}

async function post(
  registryUrl: string,
  certificates: unknown[],
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const response = await fetch(new URL('/certificates', registryUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ certificates }),
      signal,
    });
    await response.body?.cancel();
    return response.ok ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error.name : 'no answer';
  }
}
