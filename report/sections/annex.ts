import type { Content } from 'pdfmake/interfaces.js';
import { faces } from '../fonts.ts';
import { bodySize, linePitch, titlePitch, titleSize } from '../page-layout.ts';
import type { AnnexData } from './annex-form.ts';
import { annexTable, annexTablesByPage } from './annex-table.ts';

/** One table of this text size, or one for each page when none fits on a single page. */
export type AnnexFit = { kind: 'one-page'; fontSize: number } | { kind: 'by-page' };

/** Sizes to try, best first; the table is never printed smaller. */
export const annexSizes = [10.5, 10, 9.5, 9, 8.5];
const sizeByPage = 9;

/** 附件 on a new page: the word in 黑体 at the top left, the title on the third line, the table. */
export function annexBlocks(data: AnnexData, fit: AnnexFit): Content[] {
  const tables =
    fit.kind === 'one-page'
      ? [annexTable(data, fit.fontSize)]
      : annexTablesByPage(data, sizeByPage);
  return [...annexHead(data), ...tables];
}

function annexHead(data: AnnexData): Content[] {
  const { title, period } = data.narrative.annex;
  return [
    {
      text: '附件',
      font: faces.hei,
      fontSize: bodySize,
      lineHeight: linePitch / bodySize,
      pageBreak: 'before',
      outline: true,
      outlineText: `附件　${title}`,
    },
    {
      text: title,
      font: faces.title,
      fontSize: titleSize,
      lineHeight: titlePitch / titleSize,
      alignment: 'center',
      margin: [0, linePitch / 2, 0, 0],
    },
    {
      text: period,
      font: faces.body,
      fontSize: 14,
      lineHeight: 1.4,
      alignment: 'center',
      margin: [0, 0, 0, 6],
    },
  ];
}
