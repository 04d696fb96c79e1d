import type { Instant } from '../../domain/days.ts';
import {
  asOnlyReader,
  closeRequest,
  findRequest,
  forgetIncomplete,
  markAnswered,
  noteFile,
  type ExchangeRequest,
  type SeenFile,
} from '../../db/exchange.ts';
import { endWait, hurryClaims, noteWait } from '../../db/look-up.ts';
import { listAwaitedCertificates, recordFindings } from '../../db/verification.ts';
import type { AnswerFile, CertificateExchange } from '../../gateways/certificate-exchange.ts';
import type { ExchangeAnswer } from '../../gateways/exchange-answer.ts';
import type { Dependencies } from '../dependencies.ts';
import { judgeAnswer, type Judged } from './judge-answer.ts';
import { earliest } from './next-try.ts';

/** What answers are taken with. */
export type Taking = Pick<Dependencies, 'db' | 'packs' | 'clock' | 'decrypt'>;
type Verdict = Omit<SeenFile, 'source' | 'name' | 'sha256' | 'now'>;

/**
 * Takes every answer file of an exchange: what belongs to a request is judged line by line and its
 * claim told; what does not is put aside and told to the operators. A file without its end stays
 * where it is until it is whole. One worker at a time reads an
 * exchange; taking the same file twice changes nothing.
 */
export async function takeAnswers(
  deps: Taking,
  source: string,
  exchange: CertificateExchange,
): Promise<void> {
  await asOnlyReader(deps.db, source, () => takeAll(deps, source, exchange));
}

async function takeAll(deps: Taking, source: string, exchange: CertificateExchange): Promise<void> {
  for (const file of await exchange.list()) {
    const seen = { source, name: file.name, sha256: file.sha256, now: deps.clock.now() };
    if (file.content.kind === 'incomplete') {
      await noteFile(deps.db, { ...seen, state: 'incomplete' });
      continue;
    }
    const verdict = await take(deps, source, file);
    await forgetIncomplete(deps.db, source, file.name);
    await noteFile(deps.db, { ...seen, ...verdict });
    await exchange.putAway(file, verdict.state === 'taken' ? 'taken' : 'faulty');
  }
}

async function take(deps: Taking, source: string, { content }: AnswerFile): Promise<Verdict> {
  if (content.kind === 'incomplete') return { state: 'incomplete' };
  if (content.kind === 'corrupt') return { state: 'corrupt', reason: content.reason };
  const { batch, answers } = content;
  const request = await findRequest(deps.db, source, batch);
  if (request === undefined) return { state: 'foreign', batch, reason: '没有这个批号的请求' };
  const asked = new Set(request.lineNos);
  const refs = answers.map(({ ref }) => Number(ref));
  if (request.answered || refs.every((lineNo) => !asked.has(lineNo))) {
    return { state: 'duplicate', batch, reason: '所列各行已有答复' };
  }
  return takeFor(deps, request, { batch, answers });
}

async function takeFor(
  { db, packs, clock, decrypt }: Taking,
  request: ExchangeRequest,
  { batch, answers }: { batch: string; answers: readonly ExchangeAnswer[] },
): Promise<Verdict> {
  const { claimId, source, roster } = request;
  const now = clock.now();
  const lineNos = answers
    .map(({ ref }) => Number(ref))
    .filter((it) => request.lineNos.includes(it));
  const awaited = await listAwaitedCertificates(db, { claimId, source, roster, lineNos });
  const byRef = new Map(answers.map((answer) => [Number(answer.ref), answer]));
  const judged: Judged[] = [];
  for (const it of awaited) {
    const number = decrypt(it.numberCipher);
    const answer = byRef.get(it.lineNo);
    if (answer === undefined) continue;
    if (answer.number !== number) {
      const reason = `第 ${String(it.lineNo)} 号请求行的编号与请求不符`;
      return { state: 'corrupt', batch, reason };
    }
    const { pack } = await packs.get(it.packVersion);
    judged.push(judgeAnswer(pack, it, { number, answer, now }));
  }
  await db.transaction().execute(async (tx) => {
    await recordFindings(
      tx,
      claimId,
      judged.map(({ finding }) => finding),
    );
    await markAnswered(tx, batch, lineNos);
    await closeRequest(tx, batch, now);
    await settleWait(tx, {
      claimId,
      source,
      now,
      askAt: earliest(...judged.map((it) => it.askAt)),
    });
    await hurryClaims(tx, [claimId]);
  });
  return { state: 'taken', batch, lines: judged.length };
}

async function settleWait(
  tx: Parameters<typeof endWait>[0],
  it: { claimId: string; source: string; now: Instant; askAt: Instant | undefined },
): Promise<void> {
  const { claimId, source, now, askAt } = it;
  if (askAt !== undefined) await noteWait(tx, { claimId, source, now, nextAt: askAt });
  await endWait(tx, claimId, source);
}
