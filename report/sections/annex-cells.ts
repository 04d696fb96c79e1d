import { faces } from '../fonts.ts';
import { withBracketsKept, withBreakMarks } from '../line-breaking.ts';
import { cellText, figureNamed, sampleMark, type Figures } from '../sentences.ts';

/** The figure as a cell of the annex prints it. Throws SentenceError when there is none. */
export function valueText(id: string, figures: Figures): string {
  const figure = figureNamed(id, figures);
  return `${cellText(figure)}${sampleMark(figure)}`;
}

/** Text in the middle of its cell. */
export function cell(text: string) {
  return {
    text: withBracketsKept(withBreakMarks(text)),
    alignment: 'center' as const,
    verticalAlignment: 'middle' as const,
  };
}

export function left(text: string) {
  return { ...cell(text), alignment: 'left' as const };
}

export function head(text: string) {
  return { ...cell(text), font: faces.hei };
}

/** The cell over so many columns, followed by the empty cells that pdfmake wants. */
export function span<T extends object>(content: T, columns: number): (T | {})[] {
  if (columns === 1) return [content];
  const covered: {}[] = Array.from({ length: columns - 1 }, () => ({}));
  return [{ ...content, colSpan: columns }, ...covered];
}

/** One character a line. */
export function vertical(text: string): string {
  return Array.from(text).join('\n');
}
