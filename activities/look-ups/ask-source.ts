import { addDays, instant, shanghaiDay, startOfDay, type Instant } from '../../domain/days.ts';
import { wayAt } from '../../domain/look-up-ways.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { endWait, noteWait } from '../../db/look-up.ts';
import {
  listPendingCertificates,
  recordFindings,
  type CertificateToCheck,
} from '../../db/verification.ts';
import {
  registryBatchMax,
  RegistryUnavailable,
  type CertificateRegistry,
} from '../../gateways/certificate-registry.ts';
import { ExchangeUnavailable } from '../../gateways/certificate-exchange.ts';
import type { Dependencies } from '../dependencies.ts';
import { earliest, nextTry } from './next-try.ts';
import { judgeAnswer, takeNextWay } from './judge-answer.ts';
import { findSource } from './find-source.ts';
import { sendRequest } from './send-request.ts';

export type LookUp = { claimId: string; source: string };

/** How long an exchange may take before somebody looks whether its answer came. */
const exchangeHours = 24;

/**
 * Asks a source about every certificate of a claim that is due there, batch by batch, and freezes
 * what was found. A source that does not answer is put down with when it is asked next; it never
 * refuses a claim.
 */
export async function askSource(deps: Dependencies, { claimId, source }: LookUp): Promise<void> {
  const { db, clock, packs } = deps;
  const at = { claimId, source, now: clock.now() };
  let after = 0;
  let askAt: Instant | undefined;
  let waited = false;
  for (;;) {
    const pending = await listPendingCertificates(db, { ...at, after, limit: registryBatchMax });
    const [first] = pending;
    if (first === undefined) break;
    after = pending.at(-1)?.lineNo ?? after;
    waited ||= first.waitsSince !== null;
    const { pack } = await packs.get(first.packVersion);
    const outcome = await askAbout(deps, { ...at, pack, pending });
    if (outcome.error !== undefined) {
      await waitLonger(deps, { ...at, pack, pending, error: outcome.error });
      return;
    }
    askAt = earliest(askAt, outcome.askAt);
  }
  if (askAt !== undefined) await noteWait(db, { ...at, nextAt: askAt });
  else if (waited) await db.transaction().execute((tx) => endWait(tx, claimId, source));
}

type Asking = LookUp & { now: Instant; pack: RegionPack; pending: readonly CertificateToCheck[] };
type Outcome = { error?: string; askAt?: Instant };

async function askAbout(deps: Dependencies, asking: Asking): Promise<Outcome> {
  const { claimId, source: name, now } = asking;
  const source = findSource(deps, name);
  if (source === undefined) return { error: 'not-configured' };
  try {
    if (source.by === 'registry') return await askRegistry(deps, source.registry, asking);
    await sendRequest(deps, source.exchange, asking);
    const late = asking.pending.filter((it) => isOverdue(asking.pack, it, now));
    const findings = late.map((it) => takeNextWay(asking.pack, it, { source: name, now }));
    if (findings.length > 0) {
      await deps.db.transaction().execute((tx) => recordFindings(tx, claimId, findings));
    }
    if (late.length === asking.pending.length) return {};
    return { askAt: instant(new Date(Date.parse(now) + exchangeHours * 3_600_000).toISOString()) };
  } catch (error) {
    if (error instanceof RegistryUnavailable || error instanceof ExchangeUnavailable) {
      return { error: error.reason };
    }
    throw error;
  }
}

async function askRegistry(
  { db, decrypt }: Dependencies,
  registry: CertificateRegistry,
  { claimId, pack, pending, now }: Asking,
): Promise<Outcome> {
  const numbers = new Map(pending.map((it) => [it.lineNo, decrypt(it.numberCipher)]));
  const answers = await registry.look(
    pending.map(({ lineNo, kind, identityCipher }) => ({
      ref: String(lineNo),
      kind,
      number: numbers.get(lineNo) ?? '',
      identityNumber: identityCipher === null ? '' : decrypt(identityCipher),
    })),
  );
  const byRef = new Map(answers.map((answer) => [answer.ref, answer]));
  const judged = pending.map((it) => {
    const answer = byRef.get(String(it.lineNo));
    if (!answer) throw new Error(`no answer for line ${String(it.lineNo)}`);
    return judgeAnswer(pack, it, { number: numbers.get(it.lineNo) ?? '', answer, now });
  });
  const findings = judged.map(({ finding }) => finding);
  await db.transaction().execute((tx) => recordFindings(tx, claimId, findings));
  const askAt = earliest(...judged.map((it) => it.askAt));
  return askAt === undefined ? {} : { askAt };
}

/** Asked again with a growing pause; where the pack limits the wait, the next way is taken. */
async function waitLonger(
  { db }: Dependencies,
  { claimId, source, now, pack, pending, error }: Asking & { error: string },
): Promise<void> {
  const late = pending.filter((it) => isOverdue(pack, it, now));
  await db.transaction().execute(async (tx) => {
    const findings = late.map((it) => takeNextWay(pack, it, { source, now }));
    if (findings.length > 0) await recordFindings(tx, claimId, findings);
    const tries = pending[0]?.tries ?? 0;
    await noteWait(tx, { claimId, source, now, error, nextAt: nextTry(now, tries) });
    if (late.length > 0) await endWait(tx, claimId, source);
  });
}

function isOverdue(
  pack: RegionPack,
  { kind, way, waitsSince }: CertificateToCheck,
  now: Instant,
): boolean {
  const days = wayAt(pack, kind, way)?.withinDays;
  if (days === undefined || waitsSince === null) return false;
  return startOfDay(addDays(shanghaiDay(waitsSince), days)) <= now;
}
