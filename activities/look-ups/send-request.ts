import { randomUUID } from 'node:crypto';
import { shanghaiDay, type Instant } from '../../domain/days.ts';
import { listOpenRequests, markWritten, openRequest } from '../../db/exchange.ts';
import type { CertificateToCheck } from '../../db/verification.ts';
import type { CertificateExchange } from '../../gateways/certificate-exchange.ts';
import type { Dependencies } from '../dependencies.ts';

/**
 * Leaves a request for the lines that no open request asks for. One that was written down and not
 * written to the folder, or is to be written once more, is left under the number it has.
 */
export async function sendRequest(
  { db, decrypt }: Dependencies,
  exchange: CertificateExchange,
  of: {
    claimId: string;
    source: string;
    now: Instant;
    pending: readonly CertificateToCheck[];
  },
): Promise<void> {
  const { claimId, source, now, pending } = of;
  const open = await listOpenRequests(db, claimId, source);
  const current = open.filter(({ roster }) => roster === pending[0]?.roster);
  const asked = new Set(current.flatMap(({ lineNos }) => lineNos));
  const unasked = pending.filter(({ lineNo }) => !asked.has(lineNo));
  const requests = current.filter(({ written }) => !written);
  if (unasked[0] !== undefined) {
    const request = {
      batch: `${shanghaiDay(now).replaceAll('-', '')}-${randomUUID().slice(0, 13)}`,
      claimId,
      roster: unasked[0].roster,
      source,
      lineNos: unasked.map(({ lineNo }) => lineNo),
    };
    await openRequest(db, { ...request, now });
    requests.push({ ...request, written: false });
  }
  for (const { batch, lineNos } of requests) {
    const lines = pending.filter(({ lineNo }) => lineNos.includes(lineNo));
    const queries = lines.map(({ lineNo, kind, numberCipher, identityCipher }) => ({
      ref: String(lineNo),
      kind,
      number: decrypt(numberCipher),
      identityNumber: identityCipher === null ? '' : decrypt(identityCipher),
    }));
    await exchange.write({ batch, queries });
    await markWritten(db, batch, now);
  }
}
