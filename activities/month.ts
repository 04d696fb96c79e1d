import { ApplicationFailure } from '@temporalio/common';
import {
  firstDay,
  lastDay,
  monthOf,
  previousMonth,
  shanghaiDay,
  type Instant,
  type Month,
} from '../domain/days.ts';
import type { PrintedFigure } from '../domain/evaluation.ts';
import type { RegionPack } from '../domain/region-pack/index.ts';
import { audit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { derivedId } from '../db/ids.ts';
import { moveEdition, openEdition, storeFigures } from '../db/indicator-edition.ts';
import type { StoredFigure } from '../db/indicator-edition.ts';
import { measure, type MeasureQuery } from '../db/measure.ts';
import { closeMonth, listOpenMonths, openMonths } from '../db/month.ts';
import type { Dependencies } from './dependencies.ts';

type MonthFigure = { id: string; label: string; unit: string; query: Omit<MeasureQuery, 'period'> };

/** What a schedule may close, in order; or the month that waits for a person, and whose. */
export type DueMonths = { due: Month[]; waitsFor?: { month: Month; role: string } };

export function createMonthActivities({ db, packs }: Dependencies) {
  return {
    /**
     * Opens the months that have begun and names those that are over and open. A month from before
     * the installation is closed by a person alone: whether its facts are still to be entered,
     * nobody else knows. While one is open, no later month is due.
     */
    async findDueMonths({ asOf }: { asOf: Instant }): Promise<DueMonths> {
      const current = monthOf(shanghaiDay(asOf));
      const open = await db.transaction().execute(async (tx) => {
        await openMonths(tx, current);
        return listOpenMonths(tx, previousMonth(current));
      });
      const past = open.find((it) => it.past);
      if (!past) return { due: open.map(({ month }) => month) };
      const { report: role } = (await packs.inForce()).pack.sideDuties;
      return { due: [], waitsFor: { month: past.month, role } };
    },

    /**
     * Closes a month and keeps its figures as edition 1, also when nothing happened in it. One
     * that is closed is left alone; fails for good before it is over, while an earlier one is
     * open, or before it was opened.
     */
    async compileMonth({ month, asOf }: { month: Month; asOf: Instant }) {
      if (month >= monthOf(shanghaiDay(asOf))) {
        throw ApplicationFailure.nonRetryable(`${month} is not over`, 'month-not-over');
      }
      const { pack, version } = await packs.inForce();
      const editionId = derivedId('month', month, '1');
      await db.transaction().execute(async (tx) => {
        const closed = await closeMonth(tx, month);
        if (closed === 'closed-before') return;
        if (closed === 'never-opened') {
          throw ApplicationFailure.nonRetryable(`${month} was never opened`, 'month-not-open');
        }
        if (closed === 'earlier-open') {
          const message = `months close in order: a month before ${month} is open`;
          throw ApplicationFailure.nonRetryable(message, 'earlier-month-open');
        }
        await openEdition(tx, {
          id: editionId,
          kind: 'month',
          from: month,
          to: month,
          edition: 1,
          packVersion: version,
          state: 'compiled',
          scale: '1',
          provisional: false,
          asOf,
        });
        await storeFigures(tx, editionId, await figuresOf(tx, pack, month));
        await moveEdition(tx, editionId, { state: 'published' });
        await audit(tx, { act: 'month-closed', kind: 'month', id: month });
      });
      return { editionId };
    },
  };
}

async function figuresOf(tx: Tx, pack: RegionPack, month: Month): Promise<StoredFigure[]> {
  const stored: StoredFigure[] = [];
  for (const { id, label, unit, query } of monthlyFigures(pack)) {
    const full: MeasureQuery = { ...query, period: { from: month, to: month } };
    const value = await measure(tx, full);
    const figure: PrintedFigure = {
      id,
      label,
      kind: 'compiled',
      period: { from: firstDay(month), to: lastDay(month) },
      value,
      printed: value,
      unit,
    };
    stored.push({ figure, query: full });
  }
  return stored;
}

/** What every region reads each month: counts by group, certificates, money by fund. */
function monthlyFigures({ groups, funds }: RegionPack): MonthFigure[] {
  return [
    { id: 'trained', label: '培训人次', unit: '人次', query: { measure: 'trained' } },
    ...groups.map(({ code, name }) => ({
      id: `trained-${code}`,
      label: `培训人次：${name}`,
      unit: '人次',
      query: { measure: 'trained' as const, filter: { groups: [code] } },
    })),
    { id: 'certified', label: '取得证书', unit: '个', query: { measure: 'certified' } },
    ...funds.map(({ code, name }) => ({
      id: `spent-${code}`,
      label: `支出：${name}`,
      unit: '元',
      query: { measure: 'spent' as const, filter: { funds: [code] } },
    })),
  ];
}
