import { csvText, headings } from '../roster-file.ts';
import {
  broken,
  oneWrong,
  refusedFor,
  rightRow,
  rightText,
  type Expected,
  type HostileFile,
} from './hostile-file.ts';

/** Tables as text that break off, run on, or say what no roster says. */
export function csvFiles(): HostileFile[] {
  const right = (): Buffer => Buffer.from(rightText(rightRow(), rightRow()));
  const brokenOff = broken('a CSV', right, 4);
  return [
    ...shapes(),
    ...values(),
    // A text that breaks off is a text.
    ...brokenOff.map((it) => ({ ...it, expect: 'an answer' as const })),
  ];
}

function shapes(): HostileFile[] {
  const of = (name: string, make: () => string, expect: Expected): HostileFile => ({
    name: `a CSV ${name}`,
    make: () => Buffer.from(make()),
    expect,
  });
  const lines = (text: string): string[] => text.trimEnd().split('\r\n');
  return [
    of('with a quote never closed', () => `${rightText()}"张三,1\r\n`, refusedFor('open-quote')),
    of(
      'with a quote never closed in its first cell',
      () => `"${rightText()}`,
      refusedFor('open-quote'),
    ),
    of('with letters after a quote', () => `${rightText()}"张"三,1\r\n`, refusedFor('open-quote')),
    of('with a quote inside a word', () => `${rightText()}张"三,1\r\n`, 'an answer'),
    of('of quotes', () => '"'.repeat(1_000_001), refusedFor('any')),
    of(
      'with one cell of 10 MB',
      () => `${rightText()}${'张'.repeat(3_500_000)}\r\n`,
      refusedFor('long-record'),
    ),
    of(
      'with one quoted cell of 10 MB',
      () => `${rightText()}"${'x\n'.repeat(5_000_000)}"\r\n`,
      refusedFor('long-record'),
    ),
    of(
      'of a hundred thousand columns',
      () => rightText(Array.from({ length: 100_000 }, () => 'x')),
      oneWrong,
    ),
    of(
      'whose headings have a hundred thousand columns',
      () => `${headings.join(',')}${',x'.repeat(100_000)}\r\n${csvText([rightRow()])}`,
      { good: 1 },
    ),
    of('of a million commas', () => ','.repeat(900_000), refusedFor('headings')),
    of('of a million blank lines', () => `${rightText()}${'\r\n'.repeat(1_000_000)}`, { good: 1 }),
    of(
      'of a hundred and fifty thousand rows',
      () => `${rightText()}${'x\r\n'.repeat(150_000)}`,
      refusedFor('too-many-rows'),
    ),
    of(
      'of a hundred thousand and one rows',
      () => `${rightText()}${'x\r\n'.repeat(100_000)}`,
      refusedFor('headings'),
    ),
    of('with line ends of the old Mac', () => rightText().replaceAll('\r\n', '\r'), { good: 1 }),
    of('with line ends of every kind', () => lines(rightText(rightRow())).join('\n'), { good: 2 }),
    of('with tabs', () => rightText().replaceAll(',', '\t'), { good: 1 }),
    of('with semicolons', () => rightText().replaceAll(',', ';'), { good: 1 }),
    of('that says its separator', () => `sep=;\r\n${rightText().replaceAll(',', ';')}`, {
      good: 1,
    }),
    of('with bars', () => rightText().replaceAll(',', '|'), refusedFor('headings')),
    of('without headings', () => csvText([rightRow()]), refusedFor('headings')),
    of('with headings alone', () => csvText([headings]), refusedFor('headings')),
    of('with headings twice', () => csvText([headings, headings, rightRow()]), {
      good: 1,
      wrong: [2],
    }),
    of(
      'with a column twice',
      () =>
        csvText([
          [...headings, '姓名'],
          [...rightRow(), '乙'],
        ]),
      refusedFor('headings'),
    ),
    of('with headings in row 5', () => `某校花名册\r\n\r\n\r\n\r\n${rightText()}`, { good: 1 }),
    of(
      'with headings in row 30',
      () => `${'x\r\n'.repeat(29)}${rightText()}`,
      refusedFor('headings'),
    ),
    of(
      'with spaces in its headings',
      () => csvText([headings.map((it) => ` ${it.split('').join(' ')} `), rightRow()]),
      { good: 1 },
    ),
    of(
      'with stars in its headings',
      () => csvText([headings.map((it) => `*${it}＊`), rightRow()]),
      { good: 1 },
    ),
    of(
      'with headings of a program',
      () =>
        csvText([
          ['__proto__', 'constructor', ...headings],
          ['x', 'y', ...rightRow()],
        ]),
      { good: 1 },
    ),
    of('with a row too short', () => rightText(['学员甲']), oneWrong),
    of('with a row too long', () => rightText([...rightRow(), 'x', 'y']), { good: 2 }),
    of(
      'with the same person twice',
      () => {
        const row = rightRow();
        return csvText([headings, row, row]);
      },
      oneWrong,
    ),
  ];
}

function values(): HostileFile[] {
  const cells: [string, number, string, Expected][] = [
    ['a formula', 0, '=1+1', oneWrong],
    ['a program call', 0, "=cmd|' /c calc'!A0", oneWrong],
    ['an at sign', 0, '@SUM(A1)', { good: 2 }],
    ['a NUL', 0, '张\0三', oneWrong],
    ['an escape', 0, '张\u001b[31m', oneWrong],
    ['a tab', 0, '张\t三', 'an answer'],
    ['a line end', 0, '张\n三', 'an answer'],
    ['markup', 0, '<img src=x onerror=alert(1)>张', { good: 2 }],
    ['SQL', 0, "张'); drop table claim; --", { good: 2 }],
    ['a power of ten', 1, '6.40121E+17', oneWrong],
    ['an identity number as a formula', 1, '="640121199001010012"', oneWrong],
    ['an identity number of 15 digits', 1, '640121900101001', oneWrong],
    ['an identity number of letters', 1, 'OOOOOOOOOOOOOOOOOO', oneWrong],
    ['a serial number for a day', 4, '45964', oneWrong],
    ['a day of the year 10000', 5, '10000-01-01', oneWrong],
    ['a day before Christ', 4, '-0044-03-15', oneWrong],
    ['a moment', 4, '2025-11-03 00:00:00', { good: 2 }],
    ['a moment with hours', 4, '2025-11-03 09:30', oneWrong],
    ['a certificate of dots', 3, '.../..', oneWrong],
    ['a certificate that is a number beyond reading', 3, '1.23E+15', oneWrong],
  ];
  return cells.map(([name, at, text, expect]) => ({
    name: `a CSV with ${name}`,
    make: () => Buffer.from(rightText(rightRow({ [at]: text }))),
    expect,
  }));
}
