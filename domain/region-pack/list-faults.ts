import { listShape } from './lists.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';

/** Lists whose columns contradict each other. */
export function listFaults({ lists = [] }: RegionPack): PackFault[] {
  return lists.flatMap((list, at) => {
    const path = ['lists', at];
    const { key, columns } = listShape(list);
    const headings = [...key, ...columns.flatMap((it) => it.headings)];
    const twice = headings.find((it, i) => headings.indexOf(it) < i);
    const codes = columns.map((it) => it.code);
    const again = codes.find((it, i) => codes.indexOf(it) < i);
    const ends = columns.flatMap(({ use, kind }, i) => {
      const where = [...path, 'columns', i, 'use'];
      if (use === undefined) return [];
      if (kind !== 'day' && kind !== 'month') {
        return [{ path: where, expected: '起止列的类型须为 day 或 month' }];
      }
      const first = columns.findIndex((it) => it.use === use);
      return first < i ? [{ path: where, expected: `已有一列写明 ${use}` }] : [];
    });
    return [
      ...(twice === undefined ? [] : [{ path, expected: `表头“${twice}”写在两列` }]),
      ...(again === undefined ? [] : [{ path, expected: `列代码 ${again} 已用过` }]),
      ...ends,
    ];
  });
}
