import { init, use } from 'echarts/core';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { divideText } from '../domain/decimal-text.ts';
import type { MonthFigures } from '../domain/evaluation.ts';
import { faces } from './fonts.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

export type ChartText = { counts: string; money: string };

const blue = '#1f4e9c';
const red = '#c9302c';
const grey = '#5b6770';
const textSize = 11;

/** Monthly counts as bars with their values, spending as a line on a second axis, as SVG text. */
export function monthlyChart(
  months: readonly MonthFigures[],
  text: ChartText,
  size: { width: number; height: number },
): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption(chartOption(months, text));
    return forPdfmake(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}

/**
 * ECharts outlines labels in white with paint-order="stroke", which pdfmake does not know: it
 * would draw the outline over the label and hide it.
 */
export function forPdfmake(svg: string): string {
  return svg.replace(
    /(<text[^>]*?) stroke="[^"]*" stroke-width="[^"]*" paint-order="stroke"( stroke-miterlimit="[^"]*")?/g,
    '$1',
  );
}

function chartOption(months: readonly MonthFigures[], text: ChartText) {
  const inTenThousands = months.some(({ trained }) => trained >= 10_000);
  const counts = months.map(({ trained }) =>
    inTenThousands ? divideText(String(trained), '10000', 2) : String(trained),
  );
  const money = months.map(({ spent }) => divideText(spent, '10000', 2));
  const countName = `${text.counts}（${inTenThousands ? '万人次' : '人次'}）`;
  const moneyName = `${text.money}（万元）`;
  return {
    animation: false,
    textStyle: { fontFamily: faces.hei, fontSize: textSize, color: '#000' },
    legend: {
      data: [countName, moneyName],
      top: 0,
      itemGap: 32,
      textStyle: { fontSize: 12, color: '#000' },
    },
    grid: { left: 4, right: 4, top: 42, bottom: 36, outerBoundsContain: 'axisLabel' as const },
    xAxis: monthAxis(months),
    yAxis: [valueAxis(true), valueAxis(false)],
    series: [
      {
        name: countName,
        type: 'bar' as const,
        data: counts.map(Number),
        barWidth: '62%',
        itemStyle: { color: blue },
        label: {
          show: true,
          position: 'top' as const,
          fontSize: 9,
          color: blue,
          formatter: ({ dataIndex }: { dataIndex: number }) => barLabel(counts[dataIndex]),
        },
      },
      {
        name: moneyName,
        type: 'line' as const,
        yAxisIndex: 1,
        data: money.map(Number),
        symbol: 'circle',
        symbolSize: 5,
        lineStyle: { color: red, width: 1.8 },
        itemStyle: { color: red },
      },
    ],
  };
}

/** A month without facts has no label: a row of zeros says nothing. */
function barLabel(count: string | undefined): string {
  return count === undefined || Number(count) === 0 ? '' : count;
}

function monthAxis(months: readonly MonthFigures[]) {
  return {
    type: 'category' as const,
    data: months.map(({ month }, position) => monthLabel(month, position === 0)),
    axisTick: { alignWithLabel: true },
    axisLine: { lineStyle: { color: grey } },
    axisLabel: { interval: 0, fontSize: textSize, color: '#000', lineHeight: 15 },
  };
}

function valueAxis(gridLines: boolean) {
  return {
    type: 'value' as const,
    splitNumber: 4,
    splitLine: { show: gridLines, lineStyle: { color: '#d5d9dd' } },
    axisLabel: { fontSize: textSize, color: '#000' },
  };
}

/** The month's number, with the year under the first month shown and under each January. */
function monthLabel(month: string, first: boolean): string {
  const inYear = Number(month.slice(5));
  return first || inYear === 1 ? `${inYear}月\n${month.slice(0, 4)}年` : `${inYear}月`;
}
