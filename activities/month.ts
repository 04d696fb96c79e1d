import { ApplicationFailure } from '@temporalio/common';
import { firstDay, lastDay, type Instant, type Month } from '../domain/days.ts';
import type { PrintedFigure } from '../domain/evaluation.ts';
import type { RegionPack } from '../domain/region-pack/index.ts';
import { audit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { derivedId } from '../db/ids.ts';
import { moveEdition, openEdition, storeFigures } from '../db/indicator-edition.ts';
import type { StoredFigure } from '../db/indicator-edition.ts';
import { measure, type MeasureQuery } from '../db/measure.ts';
import { closeMonth } from '../db/month.ts';
import type { Dependencies } from './dependencies.ts';

type MonthFigure = { id: string; label: string; unit: string; query: Omit<MeasureQuery, 'period'> };

export function createMonthActivities({ db, packs }: Dependencies) {
  return {
    /**
     * Closes a month and keeps its figures as edition 1. One that is closed, or was never opened,
     * is left alone; fails for good while an earlier month is open.
     */
    async compileMonth({ month, asOf }: { month: Month; asOf: Instant }) {
      const { pack, version } = await packs.inForce();
      const editionId = derivedId('month', month, '1');
      await db.transaction().execute(async (tx) => {
        const closed = await closeMonth(tx, month);
        if (closed === 'closed-before' || closed === 'never-opened') return;
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
