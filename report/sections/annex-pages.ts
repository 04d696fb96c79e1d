import type { AnnexRow, AnnexSection } from '../../domain/evaluation.ts';

/** Lines of small text that fit beside the table's head on the first page, and on later pages. */
const linesOnFirstPage = 20;
const linesOnPage = 32;
const charactersPerLine = 16;

type FlatRow = { level1: string; level2: string; row: AnnexRow };

/** The targets cut into pages; a label that goes on from the page before says （续）. */
export function targetsByPage(targets: readonly AnnexSection[]): AnnexSection[][] {
  const pages: FlatRow[][] = [];
  let free = 0;
  for (const row of targets.flatMap(flatRows)) {
    const lines = Math.ceil(row.row.label.length / charactersPerLine);
    if (lines > free || pages.length === 0) {
      free = pages.length === 0 ? linesOnFirstPage : linesOnPage;
      pages.push([]);
    }
    free -= lines;
    pages.at(-1)?.push(row);
  }
  return pages.map((rows, page) => sectionsOf(rows, pages[page - 1]?.at(-1)));
}

function flatRows({ level1, groups }: AnnexSection): FlatRow[] {
  return groups.flatMap(({ level2, rows }) => rows.map((row) => ({ level1, level2, row })));
}

function sectionsOf(rows: FlatRow[], before: FlatRow | undefined): AnnexSection[] {
  return runs(rows, ({ level1 }) => level1).map((section, position) => {
    const goesOn = position === 0 && section.name === before?.level1;
    return {
      level1: labelled(section.name, goesOn),
      groups: runs(section.items, ({ level2 }) => level2).map((group, place) => ({
        level2: labelled(group.name, goesOn && place === 0 && group.name === before?.level2),
        rows: group.items.map(({ row }) => row),
      })),
    };
  });
}

function labelled(label: string, goesOn: boolean): string {
  return goesOn ? `${label}（续）` : label;
}

/** Neighbouring items of the same name, in order. */
function runs<Item>(items: Item[], nameOf: (item: Item) => string) {
  const found: { name: string; items: Item[] }[] = [];
  for (const item of items) {
    const last = found.at(-1);
    if (last?.name === nameOf(item)) last.items.push(item);
    else found.push({ name: nameOf(item), items: [item] });
  }
  return found;
}
