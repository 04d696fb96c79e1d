import { styleText } from 'node:util';

const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;

/** Columns that a text takes in a terminal: a Chinese character takes two. */
export function widthOf(text: string): number {
  return Array.from(text).reduce((sum, it) => sum + (wide.test(it) ? 2 : 1), 0);
}

/** A text brought to a width: filled up, or cut with an ellipsis. */
export function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text + ' '.repeat(width - widthOf(text));
  let cut = '';
  for (const it of text) {
    if (widthOf(cut) + widthOf(it) > width - 1) break;
    cut += it;
  }
  return `${cut}…${' '.repeat(width - 1 - widthOf(cut))}`;
}

/** Rows below their headings, every column as wide as its widest cell, up to a most. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  widest: number,
): string[] {
  const widths = headings.map((heading, at) =>
    Math.min(widest, Math.max(...[heading, ...rows.map((row) => row[at] ?? '')].map(widthOf))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => fitted(cell, widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(headings), rule, ...rows.map(line)];
}

export const heading = (text: string): string => styleText('bold', text);
export const good = (text: string): string => styleText('green', text);
export const bad = (text: string): string => styleText('red', text);
export const faint = (text: string): string => styleText('dim', text);
