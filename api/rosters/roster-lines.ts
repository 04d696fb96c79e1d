import { z } from 'zod';
import type { Tx } from '../../db/connect.ts';
import { getGoodRows, useRosterRows, type RosterFile } from '../../db/roster-file.ts';
import type { Actor } from '../../db/actor.ts';
import { lineSchema, linesMax, type LineRequest } from '../claim-lines.ts';
import type { ApiContext } from '../context.ts';
import { invalidRequest, Refusal, type Fault } from '../errors.ts';
import { smallCount, uuidField } from '../fields.ts';
import { visibleRoster } from './roster-answer.ts';

/** Instead of `lines`: good rows of a file that was read, all of them or some in a row. */
export const rosterFields = {
  rosterId: uuidField.optional(),
  onlyGoodRows: z.boolean('写 true 或 false').optional(),
  from: smallCount(1_000_000).optional(),
  count: smallCount(linesMax).optional(),
};

type Chosen = {
  rosterId?: string | undefined;
  onlyGoodRows?: boolean | undefined;
  from?: number | undefined;
  count?: number | undefined;
};
type Filing = Chosen & {
  scheme: string;
  organisationId: string;
  lines?: LineRequest[] | undefined;
};

/** The lines of a filing, and, where they come from a file, which rows of it they are. */
export type FiledLines = { lines: LineRequest[]; rows?: { file: RosterFile; rowNos: number[] } };

/** Takes the lines as they are sent, or the rows of the file that is named in their place. */
export async function linesOf(
  context: ApiContext,
  actor: Actor,
  filing: Filing,
): Promise<FiledLines> {
  const { lines, rosterId, from, count, onlyGoodRows } = filing;
  if (rosterId === undefined) {
    const extra = { from, count, onlyGoodRows };
    const unmeant = Object.entries(extra).filter(([, value]) => value !== undefined);
    const faults = unmeant.map(([key]) => ({ path: `/${key}`, reason: '只与 rosterId 一起填写' }));
    if (!lines) faults.push({ path: '/lines', reason: '须填写 lines，或以 rosterId 代替' });
    if (faults.length > 0 || !lines) throw invalidRequest(...faults);
    return { lines };
  }
  if (lines) throw invalidRequest({ path: '/rosterId', reason: '已填写 lines，不能再写 rosterId' });
  const file = await visibleRoster(context, actor, rosterId);
  const chosen = rangeOf(file, filing);
  const rows = await getGoodRows(context.db, context.keys, { rosterId, ...chosen });
  return {
    lines: rows.map(({ line }) => lineSchema.parse(line)),
    rows: { file, rowNos: rows.map(({ row }) => row) },
  };
}

function rangeOf(file: RosterFile, filing: Filing): { from: number; count: number } {
  const { goodRows, wrongRows } = file;
  const from = filing.from ?? 1;
  const count = filing.count ?? goodRows - from + 1;
  const faults: Fault[] = [];
  if (file.organisationId !== filing.organisationId) {
    faults.push({ path: '/rosterId', reason: '该花名册文件属于其他申领单位' });
  }
  if (file.scheme !== filing.scheme) {
    faults.push({ path: '/rosterId', reason: '该花名册文件属于其他补贴种类' });
  }
  if (wrongRows > 0 && filing.onlyGoodRows !== true) {
    const reason = `文件中有 ${String(wrongRows)} 行有误；只申报其余各行的，写 true`;
    faults.push({ path: '/onlyGoodRows', reason });
  }
  if (from > goodRows || (filing.count !== undefined && from + count - 1 > goodRows)) {
    faults.push({ path: '/from', reason: `文件中只有 ${String(goodRows)} 行可以申报` });
  } else if (count > linesMax) {
    const reason = `一次申领不超过 ${String(linesMax)} 行，请用 from 和 count 分几次申报`;
    faults.push({ path: '/count', reason });
  }
  if (faults.length > 0) throw invalidRequest(...faults);
  return { from, count };
}

/** Notes the rows as the claim's; Refusal 'roster-rows-used' where another has one of them. */
export async function noteRows(tx: Tx, claimId: string, { rows }: FiledLines): Promise<void> {
  if (!rows) return;
  const used = await useRosterRows(tx, rows.file, { claimId, rowNos: rows.rowNos });
  if (used.length === 0) return;
  const shown = used.slice(0, 20).join('、');
  throw new Refusal('roster-rows-used', `文件第 ${shown} 行已用于其他申领`, [
    { path: '/rosterId', reason: `有 ${String(used.length)} 行已用于其他申领` },
  ]);
}

/** The path of a fault in a line, by the row of the file where it comes from one. */
export function pathsOf({ rows }: FiledLines): (fault: Fault) => Fault {
  return ({ path, reason }) => {
    const slash = path.indexOf('/');
    const row = rows?.rowNos[Number(path.slice(0, slash))];
    if (row === undefined) return { path: `/lines/${path}`, reason };
    return { path: `/rows/${String(row)}${path.slice(slash)}`, reason };
  };
}
