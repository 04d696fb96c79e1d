import { utils, write } from '@e965/xlsx';
import { RowChecks } from '../api/rosters/row-checks.ts';
import { isoDate } from '../domain/days.ts';
import { identityCheckDigit } from '../domain/identity-number.ts';
import { rosterTemplateOf } from '../domain/roster/template.ts';
import { compileRules } from '../domain/rules/index.ts';
import { workingCalendar } from '../domain/working-calendar.ts';
import { loadRegionPack } from '../gateways/region-pack.ts';
import { rosterReader } from '../gateways/roster/reader.ts';
import { oldWorkbook } from '../test/support/old-workbook.ts';

// npm run bench -- rosters
//
// The largest roster in each format through the reading process and the checks of a filing, against
// the limits: 100,000 rows (65,535 in .xls) within 60 s and 512 MB.

const limit = { seconds: 60, megabytes: 512 };
const rowsMax = 100_000;
const xlsRowsMax = 65_535;

const pack = await loadRegionPack('regions/ningxia');
const inForce = { pack, rules: compileRules(pack), calendar: workingCalendar(pack.calendar) };
const template = rosterTemplateOf(pack, 'skill-level');
if (!template) throw new Error('no such scheme');
const headings = template.columns.map((column) => column.headings[0] ?? '');
console.log(`columns: ${headings.join(' ')}`);

const rows = Array.from({ length: rowsMax }, (_, at) => rowOf(at));
const files: [string, Buffer][] = [
  ['csv', Buffer.from([headings, ...rows].map((row) => row.join(',')).join('\r\n'))],
  ['xlsx', workbook(rows)],
  ['xls', oldWorkbook([headings, ...rows.slice(0, xlsRowsMax)])],
];
const results = [];
for (const [format, file] of files) results.push(await measure(format, file));
console.table(results);
const beyond = results.some((it) => it.seconds > limit.seconds || it.childMB > limit.megabytes);
const limits = `${String(limit.seconds)} s, ${String(limit.megabytes)} MB`;
console.log(`limits: ${limits}: ${beyond ? 'EXCEEDED' : 'held'}`);
process.exitCode = beyond ? 1 : 0;

async function measure(format: string, file: Buffer) {
  if (!template) throw new Error('no such scheme');
  const startedAt = performance.now();
  const checks = new RowChecks(inForce, template, isoDate('2026-03-10'));
  let longest = 0;
  const reading = await rosterReader().read(file, template, async (batch) => {
    const from = performance.now();
    await checks.take(batch);
    longest = Math.max(longest, performance.now() - from);
  });
  const checked = checks.finish();
  const seconds = (performance.now() - startedAt) / 1_000;
  if (reading.kind === 'refused' || checked.kind === 'unreadable') throw new Error('not read');
  const { length: good } = checked.good;
  if (good === 0) throw new Error('no row is good: the bench reads what no roster holds');
  return {
    format,
    fileMB: megabytes(file.length),
    good,
    wrong: checked.faults.length,
    seconds: Number(seconds.toFixed(1)),
    rowsPerSecond: Math.round(good / seconds),
    childMB: megabytes(reading.peakBytes),
    msPer500Rows: Math.round(longest),
  };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_048_576);
}

function rowOf(at: number): string[] {
  const part = (size: number, below: number, from: number, digits: number): string =>
    String(from + (Math.floor(at / size) % below)).padStart(digits, '0');
  const born = `${part(1, 40, 1960, 4)}${part(40, 12, 1, 2)}${part(480, 28, 1, 2)}`;
  const digits = `640121${born}${part(13_440, 1_000, 0, 3)}`;
  const values: Readonly<Record<string, string>> = {
    name: '示例学员',
    identityNumber: `${digits}${identityCheckDigit(digits)}`,
    attributes: '农村转移劳动者',
    occupation: '电工',
    level: '初级工',
    certificateNumber: `S000164000000255${String(at).padStart(6, '0')}`,
    startedOn: '2025-11-03',
    endedOn: '2025年11月21日',
  };
  return template?.columns.map(({ field }) => values[field] ?? '') ?? [];
}

function workbook(values: string[][]): Buffer {
  const book = utils.book_new(utils.aoa_to_sheet([headings, ...values]), '花名册');
  const options = { type: 'buffer', bookType: 'xlsx', bookSST: true, compression: true } as const;
  const bytes: Uint8Array = write(book, options);
  return Buffer.from(bytes);
}
