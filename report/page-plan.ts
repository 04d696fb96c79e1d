import { linesPerPage } from './page-layout.ts';

/** A block of the body by the lines it takes on the page's grid. */
export type MeasuredBlock =
  | { kind: 'text' | 'heading'; lines: number }
  | { kind: 'chart' }
  | { kind: 'closing'; lines: number };

/** Where the chart stands and how high it is, and which blocks begin a page. */
export type PagePlan = { order: number[]; chartLines: number; breaksBefore: ReadonlySet<number> };

const chartHeights = [10, 9, 11, 8, 12, 13];
const chartMoves = [0, 1, 2];
const linesUnderHeading = 1;

/**
 * The plan that leaves the fewest blank lines. Headings never end a page, the chart is never cut
 * and may move past the next paragraphs of its section, and the signature never stands on a
 * page without text. Blocks are counted in lines of the grid, so this is arithmetic, no layout.
 */
export function planPages(blocks: readonly MeasuredBlock[]): PagePlan {
  const at = blocks.findIndex((block) => block.kind === 'chart');
  const identity = blocks.map((_, position) => position);
  if (at < 0) return costed(blocks, identity, 0).plan;
  const candidates = chartMoves
    .filter((move) => mayMove(blocks, at, move))
    .flatMap((move) =>
      chartHeights.map((chartLines, rank) => {
        const { plan, blank } = costed(blocks, moved(identity, at, move), chartLines);
        return { plan, cost: blank + rank + 3 * move };
      }),
    );
  const best = candidates.reduce((least, next) => (next.cost < least.cost ? next : least));
  return best.plan;
}

function mayMove(blocks: readonly MeasuredBlock[], at: number, move: number): boolean {
  const crossed = blocks.slice(at + 1, at + 1 + move);
  return crossed.every((block) => block.kind === 'text');
}

function moved(order: number[], at: number, move: number): number[] {
  const rest = order.toSpliced(at, 1);
  return rest.toSpliced(at + move, 0, at);
}

const costOfLonelySignature = 40;

function costed(blocks: readonly MeasuredBlock[], order: number[], chartLines: number) {
  const breaksBefore = new Set<number>();
  let used = 0;
  let blank = 0;
  for (const [place, index] of order.entries()) {
    const block = blocks[index];
    if (block === undefined) continue;
    const left = used === 0 ? 0 : linesPerPage - used;
    if (linesTogether(blocks, order, place, chartLines) > left) {
      if (block.kind === 'closing') blank += costOfLonelySignature;
      if (block.kind === 'heading' && left > 0) breaksBefore.add(index);
      if (block.kind !== 'text') {
        blank += left;
        used = 0;
      }
    }
    used = (used + linesOf(block, chartLines)) % linesPerPage;
  }
  return { plan: { order, chartLines, breaksBefore }, blank };
}

/** Lines that must stand on one page, from the block at this place on. */
function linesTogether(
  blocks: readonly MeasuredBlock[],
  order: number[],
  place: number,
  chartLines: number,
): number {
  const block = blocks[order[place] ?? -1];
  if (block === undefined) return 0;
  if (block.kind === 'text') return 1;
  if (block.kind !== 'heading') return linesOf(block, chartLines);
  const next = blocks[order[place + 1] ?? -1];
  const below = next === undefined || next.kind === 'text' ? linesUnderHeading : 0;
  return (
    block.lines + below + (below === 0 ? linesTogether(blocks, order, place + 1, chartLines) : 0)
  );
}

function linesOf(block: MeasuredBlock, chartLines: number): number {
  return block.kind === 'chart' ? chartLines : block.lines;
}
