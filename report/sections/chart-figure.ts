import type { ContentStack } from 'pdfmake/interfaces.js';
import type { MonthFigures, NarrativeChart } from '../../domain/evaluation.ts';
import type { Month } from '../../domain/days.ts';
import { monthlyChart } from '../chart.ts';
import { faces } from '../fonts.ts';
import { blockWidth, linePitch } from '../page-layout.ts';

const pixelsWide = 590;
const captionSize = 12;
/** Above the caption; the rest of its line stays below it. */
const captionGap = 8;
const captionPitch = linePitch - captionGap / 2;

/** The chart with its caption below it, as high as so many body lines. */
export function chartFigure(
  block: NarrativeChart,
  months: readonly MonthFigures[],
  lines: number,
): ContentStack {
  const height = lines * linePitch - captionGap - captionPitch;
  const svg = monthlyChart(months, block, {
    width: pixelsWide,
    height: Math.round((height * pixelsWide) / blockWidth),
  });
  return {
    unbreakable: true,
    stack: [
      { svg, width: blockWidth, fit: [blockWidth, height], font: faces.hei },
      {
        text: chartCaption(block, months),
        font: faces.hei,
        fontSize: captionSize,
        lineHeight: captionPitch / captionSize,
        alignment: 'center',
        margin: [0, captionGap, 0, 0],
      },
    ],
  };
}

export function chartCaption(block: NarrativeChart, months: readonly MonthFigures[]): string {
  const first = months[0];
  const last = months.at(-1);
  if (first === undefined || last === undefined) return `图　${block.caption}`;
  return `图　${block.caption}（${chineseMonth(first.month)}至${chineseMonth(last.month)}）`;
}

function chineseMonth(month: Month): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
}
