import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesPerPage } from '../../report/page-layout.ts';
import { planPages, type MeasuredBlock, type PagePlan } from '../../report/page-plan.ts';

const text = (lines: number): MeasuredBlock => ({ kind: 'text', lines });
const heading: MeasuredBlock = { kind: 'heading', lines: 1 };
const chart: MeasuredBlock = { kind: 'chart' };
const closing: MeasuredBlock = { kind: 'closing', lines: 6 };

/** First and last page of each block, by index, when a typesetter follows the plan line by line. */
function typeset(blocks: MeasuredBlock[], plan: PagePlan): Map<number, [number, number]> {
  let line = 0;
  const places = new Map<number, [number, number]>();
  for (const index of plan.order) {
    const block = blocks[index] ?? text(0);
    const lines = block.kind === 'chart' ? plan.chartLines : block.lines;
    const room = linesPerPage - (line % linesPerPage);
    const whole = block.kind === 'chart' || block.kind === 'closing';
    if (plan.breaksBefore.has(index) || (whole && lines > room)) line += room % linesPerPage;
    const lastLine = line + lines - 1;
    places.set(index, [Math.floor(line / linesPerPage), Math.floor(lastLine / linesPerPage)]);
    line += lines;
  }
  return places;
}

describe('planPages', () => {
  test('begins a page with a heading that would end the page before', () => {
    const blocks = [text(21), heading, text(5), closing];
    expect(planPages(blocks).breaksBefore).toEqual(new Set([1]));
  });

  test('leaves a heading where its text follows on the same page', () => {
    const blocks = [text(20), heading, text(5), closing];
    expect(planPages(blocks).breaksBefore).toEqual(new Set());
  });

  test('keeps two headings together with the text below them', () => {
    const blocks = [text(20), heading, heading, text(5), closing];
    expect(planPages(blocks).breaksBefore).toEqual(new Set([1]));
  });

  test('sets the chart where it stands when it fits', () => {
    const plan = planPages([text(6), chart, text(20), closing]);
    expect(plan).toMatchObject({ order: [0, 1, 2, 3], chartLines: 10 });
  });

  test('makes the chart lower rather than leave a hole in the page', () => {
    const plan = planPages([text(14), chart, text(10), closing]);
    expect(plan).toMatchObject({ order: [0, 1, 2, 3], chartLines: 8 });
  });

  test('moves the chart past a paragraph when no height fits, but past no heading', () => {
    const moved = planPages([text(17), chart, text(6), text(20), closing]);
    expect(moved.order).toEqual([0, 2, 1, 3, 4]);
    const fixed = planPages([heading, chart, heading, text(6), closing]);
    expect(fixed.order).toEqual([0, 1, 2, 3, 4]);
  });

  test('gives the signature some text on its page where the chart can help it', () => {
    const blocks = [text(16), chart, text(18), closing];
    const plan = planPages(blocks);
    const places = typeset(blocks, plan);
    expect(places.get(2)?.[1]).toBe(places.get(3)?.[0]);
  });

  test('never ends a page with a heading, whatever the lengths', () => {
    const block = fc.oneof(fc.integer({ min: 1, max: 40 }).map(text), fc.constant(heading));
    const before = fc.array(block, { maxLength: 6 });
    fc.assert(
      fc.property(before, before, (above, below) => {
        const blocks = [...above, text(3), chart, text(2), ...below, text(1), closing];
        const plan = planPages(blocks);
        const places = typeset(blocks, plan);
        for (const [place, index] of plan.order.entries()) {
          if (blocks[index]?.kind !== 'heading') continue;
          const next = plan.order[place + 1] ?? -1;
          expect(places.get(index)?.[1]).toBe(places.get(next)?.[0]);
        }
      }),
    );
  });
});
