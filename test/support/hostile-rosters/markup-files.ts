import type { Part } from '../zip-file.ts';
import {
  bookWith,
  refusedFor,
  rightRows,
  type Expected,
  type HostileFile,
} from './hostile-file.ts';

const parts: Readonly<Record<string, (inside: string) => string>> = {
  'xl/worksheets/sheet1.xml': (inside) =>
    `<worksheet>${inside}<sheetData>${rightRows()}</sheetData></worksheet>`,
  'xl/workbook.xml': (inside) =>
    `<workbook xmlns:r="r">${inside}<sheets><sheet name="花名册" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': (inside) =>
    `<Relationships>${inside}<Relationship Id="rId1" Type="x/worksheet" ` +
    'Target="worksheets/sheet1.xml"/></Relationships>',
  'xl/sharedStrings.xml': (inside) => `<sst>${inside}<si><t>x</t></si></sst>`,
  'xl/styles.xml': (inside) => `<styleSheet>${inside}<cellXfs><xf/></cellXfs></styleSheet>`,
};

const laughs = Array.from(
  { length: 9 },
  (_, at) => `<!ENTITY l${String(at + 1)} "${`&l${String(at)};`.repeat(10)}">`,
).join('');

/** What is done to a part: its text, and what becomes of the file. */
const mischief: Readonly<
  Record<string, [(of: (inside: string) => string) => string | Buffer, Expected]>
> = {
  'a document type': [(of) => `<!DOCTYPE x>${of('')}`, refusedFor('document-type')],
  'a billion laughs': [
    (of) => `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>${of('<x>&l9;</x>')}`,
    refusedFor('document-type'),
  ],
  'an entity of 10 MB': [
    (of) => `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(10_000_000)}">]>${of('<x>&a;&a;</x>')}`,
    refusedFor('document-type'),
  ],
  'an entity from a file': [
    (of) => `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${of('<x>&a;</x>')}`,
    refusedFor('document-type'),
  ],
  'an entity from the network': [
    (of) => `<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:1/"> %a;]>${of('')}`,
    refusedFor('document-type'),
  ],
  'an entity nobody defined': [(of) => of('<x>&nobody;</x>'), refusedFor('damaged')],
  'a character that is none': [(of) => of('<x>&#0;</x>'), refusedFor('damaged')],
  'a tag left open': [(of) => of('<x>'), refusedFor('damaged')],
  'two roots': [(of) => `${of('')}${of('')}`, refusedFor('damaged')],
  'its second half missing': [
    (of) => of('').slice(0, Math.floor(of('').length / 2)),
    refusedFor('damaged'),
  ],
  'nothing in it': [() => '', refusedFor('any')],
  'bytes that are no text': [() => Buffer.from([0, 1, 2, 0xff, 0xfe]), refusedFor('damaged')],
  'UTF-16': [(of) => Buffer.from(`\uFEFF${of('')}`, 'utf16le'), refusedFor('damaged')],
  'a NUL': [(of) => of('<x>\0</x>'), refusedFor('damaged')],
  'a thousand levels': [
    (of) => of(`${'<x>'.repeat(1_000)}${'</x>'.repeat(1_000)}`),
    refusedFor('damaged'),
  ],
  'the same attribute twice': [(of) => of('<x a="1" a="2"/>'), refusedFor('damaged')],
  'an attribute of 20 MB': [
    (of) => of(`<x a="${'a'.repeat(20_000_000)}"/>`),
    refusedFor('too-much-text'),
  ],
  'instructions and comments': [(of) => of('<?php x ?><!-- <row/> -->'), { good: 1 }],
  'markup of others': [
    (of) => of('<x:y xmlns:x="x"><__proto__/><![CDATA[<row>]]></x:y>'),
    { good: 1 },
  ],
};

/** Of these every part has one; the sheet has all of them. */
const everywhere = [
  'a document type',
  'a billion laughs',
  'an entity nobody defined',
  'a tag left open',
  'its second half missing',
  'nothing in it',
  'bytes that are no text',
  'UTF-16',
  'a thousand levels',
  'markup of others',
];

/** Every kind of mischief in the sheet, and the worst in every other part that is read. */
export function markupFiles(): HostileFile[] {
  return Object.entries(parts).flatMap(([name, of]) =>
    Object.entries(mischief)
      .filter(([what]) => name.endsWith('sheet1.xml') || everywhere.includes(what))
      .map(([what, [make, expect]]) => ({
        name: `${name} with ${what}`,
        make: () => bookWithPart({ name, bytes: make(of) }),
        expect,
      })),
  );
}

/** Texts and styles are read only where the workbook names them. */
function bookWithPart(part: Part): Buffer {
  if (part.name === 'xl/sharedStrings.xml') return bookWith({ strings: '', parts: [part] });
  if (part.name === 'xl/styles.xml') return bookWith({ styles: '', parts: [part] });
  return bookWith({ parts: [part] });
}
