import {
  findRosterFile,
  listRosterFaults,
  listRosterUses,
  type RosterFile,
  type RosterUse,
} from '../../db/roster-file.ts';
import type { Actor } from '../../db/actor.ts';
import { shanghaiDay } from '../../domain/days.ts';
import { linesMax } from '../claim-lines.ts';
import type { ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';

export const faultsPerPage = 200;

/** What a roster file is found to hold, for whoever sent it. */
export async function rosterAnswer(
  { db }: ApiContext,
  file: RosterFile,
): Promise<Record<string, unknown>> {
  const { goodRows, wrongRows } = file;
  const uses = await listRosterUses(db, file);
  const sameFile = uses.filter((it) => it.rosterId !== file.rosterId || it.claimId !== null);
  const faults = await listRosterFaults(db, file.rosterId, { page: 1, perPage: faultsPerPage });
  return {
    ...file,
    state: stateOf(goodRows, wrongRows),
    advice: adviceOn(file, sameFile),
    sameFile,
    faults,
    ...(faults.length === faultsPerPage && { next: 2 }),
  };
}

/** The file for somebody who acts for its organisation; to others it is not there. */
export async function visibleRoster(
  { db }: ApiContext,
  actor: Actor,
  rosterId: string,
): Promise<RosterFile> {
  const file = await findRosterFile(db, rosterId);
  const own = actor.posts.some((it) => it.organisationId === file?.organisationId);
  if (file && own) return file;
  throw new Refusal('not-found', '没有找到该花名册文件');
}

function stateOf(good: number, wrong: number): 'all-good' | 'some-wrong' | 'none-good' {
  if (good === 0) return 'none-good';
  return wrong === 0 ? 'all-good' : 'some-wrong';
}

function adviceOn(file: RosterFile, sameFile: readonly RosterUse[]): string[] {
  const { goodRows: good, wrongRows: wrong } = file;
  const advice = sameFile.map(({ rosterId, receivedAt, claimNo, rows }) => {
    const day = shanghaiDay(receivedAt);
    const used = claimNo === null ? '' : `，其中 ${String(rows)} 行已用于申领 ${claimNo}`;
    const which = rosterId === file.rosterId ? '本文件' : '内容相同的文件';
    return `${which}于 ${day} 提交过${used}`;
  });
  if (good === 0) return [...advice, '没有一行可以申报，请按所列各行改正后重新提交文件'];
  if (wrong > 0) {
    advice.push(
      `有 ${String(wrong)} 行有误：改正后重新提交整个文件；或申报时写 onlyGoodRows: true，只申报其余 ${String(good)} 行`,
    );
  } else advice.push(`全部 ${String(good)} 行可以申报：申报时以 rosterId 代替 lines`);
  if (good > linesMax) {
    advice.push(`一次申领不超过 ${String(linesMax)} 行：用 from（从 1 起）和 count 分几次申报`);
  }
  return advice;
}
