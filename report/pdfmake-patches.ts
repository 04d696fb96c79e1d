import documentModule, { type OpenFont } from 'pdfmake/js/PDFDocument.js';
import breakerModule, { type BrokenWord } from 'pdfmake/js/TextBreaker.js';
import { keptPieces } from './line-breaking.ts';

const ascent = 880;
const descent = -120;

let applied = false;

/**
 * Three changes to pdfmake's own classes, once per process; test/unit/report-typography.test.ts
 * fails when a new release no longer takes them.
 *
 * Every font gets a height of exactly one em, since a line is as high as its highest font and a
 * bold or 黑体 word would push its line out of the pitch. Words marked by line-breaking.ts become
 * pieces that stay on one line, so that justifying spaces them as evenly as all others. A character
 * without a glyph is an error, since pdfmake draws a box.
 */
export function patchPdfmake(): void {
  if (applied) return;
  applied = true;
  normaliseFonts();
  applyBreakMarks();
}

/** A character that the font has no glyph for; the message names character and font. */
export class MissingGlyphError extends Error {
  override name = 'MissingGlyphError';
}

function normaliseFonts(): void {
  const prototype = documentModule.default.prototype;
  const original = prototype.font;
  const normalised = new WeakSet<OpenFont>();
  prototype.font = function font(...source) {
    const document = original.apply(this, source);
    const opened = document._font;
    if (opened !== null && !normalised.has(opened)) {
      normalised.add(opened);
      normalise(opened);
    }
    return document;
  };
}

function normalise(opened: OpenFont): void {
  opened.ascender = ascent;
  opened.descender = descent;
  opened.lineGap = 0;
  const encode = opened.encode.bind(opened);
  const widthOfString = opened.widthOfString.bind(opened);
  const known = new Set<number>();
  opened.encode = (text, ...rest) => {
    requireGlyphs(opened, text, known);
    return encode(text, ...rest);
  };
  opened.widthOfString = (text, ...rest) => {
    requireGlyphs(opened, text, known);
    return widthOfString(text, ...rest);
  };
}

function requireGlyphs(opened: OpenFont, text: string, known: Set<number>): void {
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (known.has(codePoint)) continue;
    if (!opened.font.hasGlyphForCodePoint(codePoint)) {
      const hex = codePoint.toString(16).toUpperCase().padStart(4, '0');
      throw new MissingGlyphError(
        `字体 ${opened.font.postscriptName} 中没有字符“${character}”（U+${hex}）`,
      );
    }
    known.add(codePoint);
  }
}

function applyBreakMarks(): void {
  const prototype = breakerModule.default.prototype;
  const original = prototype.getBreaks;
  prototype.getBreaks = function getBreaks(...texts) {
    return original.apply(this, texts).flatMap(keptWord);
  };
}

/** The word's pieces, kept on one line by pdfmake's own flag; the last one ends as the word did. */
function keptWord({ lineEnd, noNewLine, ...style }: BrokenWord): BrokenWord[] {
  const pieces = keptPieces(style.text).map((text) => ({ ...style, text, noNewLine: true }));
  const end = {
    ...(lineEnd === undefined ? {} : { lineEnd }),
    ...(noNewLine === undefined ? {} : { noNewLine }),
  };
  return pieces.map((piece, position) =>
    position === pieces.length - 1 ? { ...style, text: piece.text, ...end } : piece,
  );
}
