import { describe, expect, test } from 'vitest';
import { dataCsv } from '../../report/data-csv.ts';
import { anEvaluation, withFigures } from '../support/evaluation-fixture.ts';

const data = anEvaluation();

function lineOf(csv: string, id: string): string | undefined {
  return csv.split('\r\n').find((line) => line.startsWith(`${id},`));
}

describe('dataCsv', () => {
  test('has every figure once, with its exact value, print, unit and period', () => {
    const csv = dataCsv(data);
    const ids = csv.split('\r\n').map((line) => line.split(',')[0]);
    for (const id of Object.keys(data.figures)) {
      expect(ids.filter((found) => found === id)).toHaveLength(1);
    }
    expect(lineOf(csv, 'trained-total')).toBe(
      'trained-total,各类政府补贴培训,编制,2019-09-01,2020-12-31,270800,人次,27.08,万人次,,,,,模拟数据 非正式文件',
    );
    expect(lineOf(csv, 'payment-rate')).toContain(',99.2,%,95,%,不低于,');
  });

  test('has the monthly series of the chart', () => {
    const months = dataCsv(data).match(/^monthly-(trained|spent),/gm);
    expect(months).toHaveLength(2 * data.months.length);
  });

  test('leaves a blank target without a value', () => {
    expect(lineOf(dataCsv(data), 'annex-new-apprenticeship')).toContain(',,人,—,人,');
  });

  test('begins with the byte order mark that Excel wants', () => {
    expect(dataCsv(data).startsWith('\ufeff编号,')).toBe(true);
  });

  test('says on each line of a simulated edition that it is simulated, on none of a formal one', () => {
    const lines = dataCsv(data).trimEnd().split('\r\n').slice(1);
    expect(lines.every((line) => line.endsWith(',模拟数据 非正式文件'))).toBe(true);
    expect(dataCsv(anEvaluation({ simulated: false }))).not.toContain('模拟');
  });

  test.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])(
    'writes the text %j so that no spreadsheet runs it',
    (text) => {
      const csv = dataCsv(withFigures(data, { 'trained-total': { source: text } }));
      expect(csv).toContain(`'${text}`);
      for (const before of [',', '"', '\n']) expect(csv).not.toContain(`${before}${text}`);
    },
  );

  test('keeps a negative number a number', () => {
    const csv = dataCsv(withFigures(data, { 'spent-2019': { value: '-12.50' } }));
    expect(lineOf(csv, 'spent-2019')).toContain(',-12.50,元,');
  });

  test('quotes commas, quotation marks and line breaks', () => {
    const csv = dataCsv(withFigures(data, { 'skill-gain': { source: '甲,乙"丙"\n丁' } }));
    expect(csv).toContain(',"甲,乙""丙""\n丁",');
  });
});
