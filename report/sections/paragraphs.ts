import type { ContentText } from 'pdfmake/interfaces.js';
import type { NarrativeParagraph } from '../../domain/evaluation.ts';
import { faces } from '../fonts.ts';
import { withBreakMarks } from '../line-breaking.ts';
import { bodySize, linePitch } from '../page-layout.ts';
import { sentenceRuns, type Figures, type TextRun } from '../sentences.ts';

export const bodyText = {
  font: faces.body,
  fontSize: bodySize,
  lineHeight: linePitch / bodySize,
  alignment: 'justify',
} as const;

/** Where a heading hangs in the PDF's outline. */
export type OutlinePlace = { id: string; parent: string | undefined };

/**
 * One paragraph of the body by its level: 一、 in 黑体; （一） in 楷体 up to its first 。 and 仿宋
 * after it; 1. and plain text in 仿宋. All are indented by two characters.
 */
export function paragraph(
  block: NarrativeParagraph,
  figures: Figures,
  place: OutlinePlace | undefined,
): ContentText {
  const runs = sentenceRuns(numberingTightened(block.text), figures);
  return {
    ...bodyText,
    leadingIndent: 2 * bodySize,
    text: faced(block.level, runs).map(({ text, ...style }) => ({
      text: withBreakMarks(text),
      ...style,
    })),
    ...(place === undefined ? {} : outlined(place, headingOf(runs))),
  };
}

type FacedRun = { text: string; font?: string; bold?: boolean };

function faced(level: NarrativeParagraph['level'], runs: TextRun[]): FacedRun[] {
  if (level === 'heading1') return runs.map(({ text }) => ({ text, font: faces.hei }));
  const [first, ...rest] = runs;
  if (level !== 'heading2' || first === undefined) return runs;
  const stop = first.text.indexOf('。');
  if (stop < 0) return [{ text: first.text, font: faces.kai }, ...rest];
  const head: FacedRun = { text: first.text.slice(0, stop + 1), font: faces.kai };
  const body: FacedRun = { ...first, text: first.text.slice(stop + 1) };
  return [head, ...(body.text === '' ? [] : [body]), ...rest];
}

/** 公文 numbering has no space after the point. */
function numberingTightened(text: string): string {
  return text.replace(/^(\d+)[.．] +/, '$1.');
}

function headingOf(runs: TextRun[]): string {
  const text = runs.map((run) => run.text).join('');
  const stop = text.indexOf('。');
  return stop < 0 ? text : text.slice(0, stop);
}

function outlined(place: OutlinePlace, text: string) {
  return {
    id: place.id,
    outline: true,
    outlineText: text,
    outlineExpanded: true,
    ...(place.parent === undefined ? {} : { outlineParentId: place.parent }),
  };
}
