import type { ContentText } from 'pdfmake/interfaces.js';
import { faces } from '../fonts.ts';
import { linePitch, titlePitch, titleSize } from '../page-layout.ts';

/** The title, its lines broken where the author broke them, with a blank line below it. */
export function titleBlock(lines: readonly string[]): ContentText {
  const height = lines.length * titlePitch;
  return {
    text: lines.join('\n'),
    font: faces.title,
    fontSize: titleSize,
    lineHeight: titlePitch / titleSize,
    alignment: 'center',
    margin: [0, 0, 0, titleLines(lines) * linePitch - height],
  };
}

/** Body lines that the title takes, so that the text below it stands on the page's line grid. */
export function titleLines(lines: readonly string[]): number {
  return Math.ceil((lines.length * titlePitch) / linePitch) + 1;
}
