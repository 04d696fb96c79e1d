import type { ContentStack } from 'pdfmake/interfaces.js';
import type { IsoDate } from '../../domain/days.ts';
import { withBreakMarks } from '../line-breaking.ts';
import { bodySize, charactersPerLine, linePitch } from '../page-layout.ts';
import { bodyText } from './paragraphs.ts';

/** Lines of the closing: blank, 附件：… with its further lines, two blank, signature, date. */
export function closingLines(attachment: string): number {
  return 5 + Math.ceil(attachment.length / (charactersPerLine - 5));
}

/** 附件说明 one line below the text, then the signature and under it the date, never parted. */
export function closingBlock(
  attachment: string,
  signature: string,
  signedOn: IsoDate | null,
): ContentStack {
  const labelWidth = 3 * bodySize;
  return {
    unbreakable: true,
    stack: [
      {
        columns: [
          { ...bodyText, text: '附件：', width: labelWidth, noWrap: true },
          { ...bodyText, text: withBreakMarks(attachment), width: '*', alignment: 'left' },
        ],
        margin: [2 * bodySize, linePitch, 0, 2 * linePitch],
      },
      { ...bodyText, text: signature, alignment: 'right', margin: [0, 0, 2 * bodySize, 0] },
      {
        ...bodyText,
        text: signedOn === null ? undated : chineseDate(signedOn),
        alignment: 'right',
        margin: [0, 0, 4 * bodySize, 0],
      },
    ],
  };
}

/** Room for the day on which a draft may be signed. */
const undated = '　　　　年　　月　　日';

/** A day as official documents write it: 2021年7月25日, no leading zeros. */
export function chineseDate(day: IsoDate): string {
  const [year, month, inMonth] = day.split('-').map(Number);
  return `${year}年${month}月${inMonth}日`;
}
