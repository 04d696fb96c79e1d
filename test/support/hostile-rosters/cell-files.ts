import { textRow } from '../roster-file.ts';
import {
  bookWith,
  dayStyles,
  oneWrong,
  refusedFor,
  rightRow,
  rightRows,
  rowWith,
  type Expected,
  type HostileFile,
} from './hostile-file.ts';

/** Sheets whose rows and cells say what no roster says. */
export function cellFiles(): HostileFile[] {
  return [...places(), ...values(), ...texts()];
}

function places(): HostileFile[] {
  const row = (name: string, number: string, expect: Expected): HostileFile => ({
    name: `a row called ${name}`,
    make: () => bookWith({ rows: rightRows(`<row r="${number}"><c t="str"><v>x</v></c></row>`) }),
    expect,
  });
  const cell = (name: string, xml: string, expect: Expected): HostileFile => ({
    name,
    make: () => bookWith({ rows: rightRows(`<row r="3">${xml}</row>`) }),
    expect,
  });
  const x = '<v>x</v></c>';
  return [
    ...[
      '-1',
      '0',
      '1',
      '2',
      '1048577',
      '99999999999',
      '1e3',
      '3.5',
      'abc',
      '',
      ' 3',
      '0x3',
      'NaN',
      'Infinity',
    ].map((number) => row(number, number, refusedFor('damaged'))),
    row('1048576', '1048576', { good: 1, wrong: [1_048_576] }),
    cell('a cell in another row', `<c r="A9" t="str">${x}`, refusedFor('damaged')),
    cell('a cell beyond the last column', `<c r="XFE3" t="str">${x}`, refusedFor('damaged')),
    cell('a cell in the last column', `<c r="XFD3" t="str">${x}`, { good: 1 }),
    cell('a cell in column AAAA', `<c r="AAAA3" t="str">${x}`, refusedFor('damaged')),
    cell('a cell without a name that is one', `<c r="3A" t="str">${x}`, refusedFor('damaged')),
    cell('a cell called in small letters', `<c r="a3" t="str">${x}`, refusedFor('damaged')),
    cell(
      'the same cell twice',
      `<c r="A3" t="str">${x}<c r="A3" t="str">${x}`,
      refusedFor('damaged'),
    ),
    cell(
      'cells in the wrong order',
      `<c r="B3" t="str">${x}<c r="A3" t="str">${x}`,
      refusedFor('damaged'),
    ),
    cell('cells without names', `<c t="str">${x}<c t="str">${x}`, oneWrong),
    cell('a million cells in a row', '<c/>'.repeat(1_000_000), refusedFor('damaged')),
    cell('a row in a row', `<row r="4"><c r="A4" t="str">${x}</row>`, 'an answer'),
    cell('a cell in a cell', `<c r="A3"><c r="B3" t="str">${x}</c>`, 'an answer'),
    cell('a sheet in a cell', '<c r="A3"><sheetData/></c>', 'an answer'),
    {
      name: 'a size that is none',
      make: () => bookWith({ before: '<dimension ref="A1:ZZZZ99999999999"/>' }),
      expect: { good: 1 },
    },
    {
      name: 'cells outside of rows',
      make: () => bookWith({ rows: `<c r="A1" t="str">${x}${rightRows()}` }),
      expect: 'an answer',
    },
    {
      name: 'two sets of data',
      make: () => bookWith({ after: `<sheetData>${rightRows()}</sheetData>` }),
      expect: refusedFor('damaged'),
    },
  ];
}

function values(): HostileFile[] {
  const of = (
    name: string,
    cell: string,
    expect: Expected = oneWrong,
    more: object = {},
  ): HostileFile => ({
    name,
    make: () =>
      bookWith({ rows: rightRows(rowWith('name', (at) => cell.replace('@', at))), ...more }),
    expect,
  });
  const strings = '<sst><si><t>学员乙</t></si></sst>';
  return [
    of('a shared text', '<c r="@" t="s"><v>0</v></c>', { good: 2 }, { strings }),
    ...['1', '-1', '0.5', '1e9', 'NaN', '99999999999999999999', '__proto__', 'length'].map(
      (index) =>
        of(`shared text ${index}`, `<c r="@" t="s"><v>${index}</v></c>`, oneWrong, { strings }),
    ),
    of('a shared text where there are none', '<c r="@" t="s"><v>0</v></c>'),
    ...['1', '-1', '1e999', 'abc', '0x10', '1 2', ''.padEnd(5_000, '9')].map((value) =>
      of(`the number ${value.slice(0, 10)}`, `<c r="@"><v>${value}</v></c>`),
    ),
    ...['-1', '4294967295', 'abc', '__proto__'].map((style) =>
      of(
        `style ${style}`,
        `<c r="@" s="${style}" t="str"><v>学员乙</v></c>`,
        { good: 2 },
        { styles: dayStyles },
      ),
    ),
    of('a type nobody knows', '<c r="@" t="zz"><v>1</v></c>'),
    of('a logical value', '<c r="@" t="b"><v>1</v></c>'),
    ...['#REF!', '#N/A', '#DIV/0!', '#NAME?', '#VALUE!', '#NULL!', '#NUM!'].map((error) =>
      of(`the error ${error}`, `<c r="@" t="e"><v>${error}</v></c>`),
    ),
    of('a formula', '<c r="@" t="str"><f>A2</f><v>学员乙</v></c>'),
    of('a shared formula', '<c r="@" t="str"><f t="shared" si="0"/><v>学员乙</v></c>'),
    of(
      'an array formula',
      '<c r="@" t="str"><f t="array" ref="A1:XFD1048576">A2</f><v>学员乙</v></c>',
    ),
    of('an empty formula', '<c r="@" t="str"><f></f><v>学员乙</v></c>'),
    of('a formula of another file', '<c r="@" t="str"><f>[1]Sheet!A1</f><v>学员乙</v></c>'),
    of('a formula with a prefix', '<c r="@" t="str"><x:f xmlns:x="x">A2</x:f><v>学员乙</v></c>'),
    of(
      'a formula that calls a program',
      "<c r='@' t='str'><f>cmd|' /c calc'!A0</f><v>学员乙</v></c>",
    ),
    of('rich text', '<c r="@" t="inlineStr"><is><r><t>学员</t></r><r><t>乙</t></r></is></c>', {
      good: 2,
    }),
    of(
      'text with a phonetic aid',
      '<c r="@" t="inlineStr"><is><t>学员乙</t><rPh><t>x1</t></rPh></is></c>',
      { good: 2 },
    ),
    of('two values', '<c r="@" t="str"><v>学员</v><v>乙</v></c>', 'an answer'),
    of('no value', '<c r="@" t="str"/>'),
    {
      name: 'a hyperlink and a comment on every cell',
      make: () =>
        bookWith({
          after:
            '<hyperlinks><hyperlink ref="A1:XFD1048576" r:id="rId7"/></hyperlinks><legacyDrawing/>',
        }),
      expect: 'an answer',
    },
  ];
}

function texts(): HostileFile[] {
  const name = (what: string, text: string, expect: Expected): HostileFile => ({
    name: `a name ${what}`,
    make: () => bookWith({ rows: rightRows(textRow(3, rightRow({ 0: text }))) }),
    expect,
  });
  return [
    name('of rare characters', '𠮷𪚥', { good: 2 }),
    name('with a dot', '买买提·艾力', { good: 2 }),
    name('spread out', '张　三', { good: 2 }),
    name('of compatibility characters', '隆', { good: 2 }),
    name('with an escaped NUL', '张_x0000_三', oneWrong),
    name('with half a character', '张_xD800_三', oneWrong),
    name('with a zero-width space', '张\u200B三', oneWrong),
    name('written from right to left', '张\u202E三', oneWrong),
    name('of an emoji', '😀', oneWrong),
    name('of spaces', '　 ', oneWrong),
    name('that is an identity number', rightRow()[1] ?? '', oneWrong),
    name('of 61 characters', '张'.repeat(61), oneWrong),
    name('of 40,000 characters', '张'.repeat(40_000), oneWrong),
    name('of ten million characters', 'a'.repeat(10_000_000), oneWrong),
    name('of twenty million characters', 'a'.repeat(20_000_000), refusedFor('too-much-text')),
    name('of a program', '__proto__', { good: 2 }),
    ...['６４０１２１', '640121-1990', '64012119900101', 'ⅩⅩ', '1E+17', "'1"].map((text) => ({
      name: `the identity number ${text}`,
      make: () => bookWith({ rows: rightRows(textRow(3, rightRow({ 1: text }))) }),
      expect: oneWrong,
    })),
    {
      name: 'an identity number in full-width digits',
      make: () => {
        const wide = (rightRow()[1] ?? '').replaceAll(/./gu, (it) =>
          String.fromCharCode(it.charCodeAt(0) + 0xfee0),
        );
        return bookWith({ rows: rightRows(textRow(3, rightRow({ 1: wide }))) });
      },
      expect: { good: 2 },
    },
    {
      name: 'an identity number that is a number',
      make: () =>
        bookWith({
          rows: rightRows(
            rowWith('identity', (at) => `<c r="${at}"><v>640121199001010000</v></c>`),
          ),
        }),
      expect: oneWrong,
    },
    ...['constructor', '__proto__', 'toString', '火星人', '农村转移劳动者、火星人'].map((word) => ({
      name: `the word ${word} where a code is asked for`,
      make: () => bookWith({ rows: rightRows(textRow(3, rightRow({ 2: word }))) }),
      expect: oneWrong,
    })),
  ];
}
