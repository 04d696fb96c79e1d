import { posix } from 'node:path';
import { FileRefused } from './file-refused.ts';
import type { Sheet } from './sheets.ts';
import { readXml } from './xml.ts';
import type { ZipParts } from './zip-parts.ts';

export type Workbook = {
  sheets: readonly (Sheet & { part: string })[];
  date1904: boolean;
  /** Where the shared texts and the formats stand, if there are any. */
  strings: string | undefined;
  styles: string | undefined;
};

type Relation = { id: string; type: string; target: string; external: boolean };

/** The sheets of a workbook with their parts. Throws FileRefused where it is another document. */
export async function readWorkbook(zip: ZipParts): Promise<Workbook> {
  const top = await relationsOf(zip, '');
  const document = top.find(({ type }) => type === 'officeDocument');
  if (!document) throw new FileRefused(otherKind(zip.names));
  const part = document.target;
  if (part.endsWith('.bin')) throw new FileRefused('other-format');
  const chunks = await zip.open(part);
  if (!chunks) throw new FileRefused('damaged');
  const relations = await relationsOf(zip, part);
  const sheets: (Sheet & { id: string })[] = [];
  let date1904 = false;
  let isWorkbook = false;
  await readXml(chunks, {
    open(name, attributes) {
      if (name === 'workbook') isWorkbook = true;
      if (name === 'workbookPr') date1904 = isOn(attributes['date1904']);
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => /(?:^|:)id$/u.test(key))?.[1] ?? '';
      const hidden = (attributes['state'] ?? 'visible') !== 'visible';
      sheets.push({ id, name: attributes['name'] ?? '', hidden });
    },
  });
  if (!isWorkbook) throw new FileRefused('not-a-table');
  const target = (type: string) => relations.find((it) => it.type === type)?.target;
  return {
    date1904,
    strings: target('sharedStrings'),
    styles: target('styles'),
    sheets: sheets.flatMap(({ id, ...sheet }) => {
      const of = relations.find((it) => it.id === id);
      const readable = of !== undefined && of.type === 'worksheet' && !of.external;
      return readable ? [{ ...sheet, part: of.target }] : [];
    }),
  };
}

/** What a packed file is that is no workbook of Excel. */
function otherKind(names: readonly string[]): 'other-format' | 'not-a-table' | 'damaged' {
  if (names.includes('content.xml') || names.includes('xl/workbook.bin')) return 'other-format';
  return names.some((name) => name.startsWith('xl/')) ? 'damaged' : 'not-a-table';
}

/** What a part refers to; targets are names of parts, those outside the file are marked. */
async function relationsOf(zip: ZipParts, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const chunks = await zip.open(posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
  if (!chunks) return [];
  const relations: Relation[] = [];
  await readXml(chunks, {
    open(name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
      if (name !== 'Relationship') return;
      relations.push({
        id,
        type: type.slice(type.lastIndexOf('/') + 1),
        target: posix.join(target.startsWith('/') ? '' : folder, target).replace(/^\/+/u, ''),
        external: mode === 'External',
      });
    },
  });
  return relations;
}

export const isOn = (value: string | undefined): boolean =>
  value === '1' || value === 'true' || value === 'on';
