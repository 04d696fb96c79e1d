/**
 * The parts of pdfmake 0.3 that it exports to nobody and that report/pdfmake-patches.ts touches.
 */

declare module 'pdfmake/js/PDFDocument.js' {
  export type OpenFont = {
    ascender: number;
    descender: number;
    lineGap: number;
    font: { postscriptName: string; hasGlyphForCodePoint(codePoint: number): boolean };
    encode(text: string, features?: unknown): unknown;
    widthOfString(text: string, size: number, features?: unknown): number;
  };
  type Font = (this: { _font: OpenFont }, ...source: unknown[]) => { _font: OpenFont };
  const module: { default: { prototype: { font: Font } } };
  export default module;
}

declare module 'pdfmake/js/TextBreaker.js' {
  export type BrokenWord = { text: string; lineEnd?: boolean; noNewLine?: boolean };
  type GetBreaks = (this: unknown, ...texts: unknown[]) => BrokenWord[];
  const module: { default: { prototype: { getBreaks: GetBreaks } } };
  export default module;
}
