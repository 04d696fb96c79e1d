const breakHere = '\u200b';
const keepTogether = '\u2060';
const marks = /[\u200b\u2060]/g;

const beforeQuotation = /(?<=[^\s（〔〈《「『【“‘])(?=“)/gu;
const afterQuotation = /(?<=”)(?=[\p{Script=Han}（《])/gu;
/** From the last character of a unit to the first: each mark hides the place from the next. */
const insideWord = [
  /(?<=[0-9][万亿]?人)(?=次)/gu,
  /(?<=[0-9][万亿])(?=元)/gu,
  /(?<=[0-9])(?=\p{Script=Han})/gu,
  /(?<=[≥≤〕])(?=[0-9])/gu,
  /(?<=[一二三四五六七八九十])(?=是)/gu,
];
const rangeHyphen = /(?<=[0-9元年月日])-(?=[0-9])/gu;

/**
 * The text with zero-width marks where the Unicode rules break Chinese badly. They allow no break
 * on either side of “ and ”, which stretches the lines of a long quoted list, and they part digits
 * from their unit ("550 | 元") and ranges at the hyphen. pdfmake-patches.ts takes the marks out
 * again, since the fonts draw them as boxes.
 */
export function withBreakMarks(text: string): string {
  const quoted = text.replace(beforeQuotation, breakHere).replace(afterQuotation, breakHere);
  return insideWord
    .reduce((kept, place) => kept.replace(place, keepTogether), quoted)
    .replace(rangeHyphen, `${keepTogether}-${keepTogether}`);
}

/** The text with short bracketed groups kept whole, for narrow cells: 资金情况（万元）. */
export function withBracketsKept(text: string): string {
  return text.replace(/（[^（）]{1,4}）/gu, (group) => Array.from(group).join(keepTogether));
}

/** The pieces of a word between its keep-together marks, without any mark. */
export function keptPieces(word: string): string[] {
  return word.split(keepTogether).map(withoutBreakMarks);
}

/** The text without the marks. */
export function withoutBreakMarks(text: string): string {
  return text.replace(marks, '');
}

const chinese = String.raw`[\p{Script=Han}，。、；：？！（）《》“”〔〕]`;
const spaceAfterChinese = new RegExp(`(?<=${chinese}) +(?=[0-9A-Za-z≥≤]|${chinese})`, 'gu');
const spaceBeforeChinese = new RegExp(`(?<=[0-9A-Za-z.%]) +(?=${chinese})`, 'gu');

/** Drops the spaces that text copied out of other documents has between Chinese and digits. */
export function tidySpaces(text: string): string {
  return text.replace(spaceAfterChinese, '').replace(spaceBeforeChinese, '');
}
