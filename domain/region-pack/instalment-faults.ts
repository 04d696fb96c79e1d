import { factBook, type FactBook } from './known-values.ts';
import { meant } from './nearest.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import { kindFaults } from './test-faults.ts';

type Scheme = RegionPack['schemes'][number];
type Path = readonly PropertyKey[];

/** Instalments that would never be paid: nothing leads to them, or no day to count from. */
export function instalmentFaults(pack: RegionPack): PackFault[] {
  const book = factBook(pack);
  return pack.schemes.flatMap((scheme, i) =>
    (scheme.instalments ?? []).flatMap(({ awaits }, at) => {
      const path = ['schemes', i, 'instalments', at];
      if (at === 0) {
        const expected = '第一次拨付不等什么：awaits 写在以后各次';
        return awaits ? [{ path: [...path, 'awaits'], expected }] : [];
      }
      if (!awaits) {
        const expected =
          '第二次起须写 awaits：等申报人报来什么、到哪天为止，否则拨完上一次就办结了';
        return [{ path, expected }];
      }
      return startFaults(pack, book, { scheme, at, path: [...path, 'awaits', 'within', 'of'] });
    }),
  );
}

/** The days that every claim has; see `listDays` of db/instalment.ts. */
const claimDays = ['startedOn', 'endedOn', 'filedOn', 'acceptedOn'];

/** The wait opens when the instalment before is paid: its first day must be known by then. */
function startFaults(
  { facts = [] }: RegionPack,
  book: FactBook,
  { scheme, at, path }: { scheme: Scheme; at: number; path: Path },
): PackFault[] {
  const { asks = [], instalments = [], code } = scheme;
  const of = instalments[at]?.awaits?.within.of ?? '';
  const noDay = kindFaults(book, of, ['day'], path);
  if (noDay.length > 0) return noDay;
  const reported = instalments.slice(0, at).flatMap(({ awaits }) => awaits?.asks ?? []);
  const asked = new Set([...asks, ...reported]);
  const own = facts.filter((it) => it.kind === 'day' && asked.has(it.code));
  const known = [...claimDays, ...own.map((it) => it.code)];
  if (known.includes(of)) return [];
  const expected = `开始等时 ${code} 的申报里未必有 ${of}：写 ${known.join('、')}${meant(of, known)}`;
  return [{ path: [...path], expected }];
}
