import type { Content, ContentTable } from 'pdfmake/interfaces.js';
import { faces } from '../fonts.ts';
import { millimetres, pageMargins, pageNumberSize } from '../page-layout.ts';

const markSize = 14;
const markColour = '#b71c1c';

/** Page number 7 mm below the block, one character in from the outer edge: — 1 —. */
export function pageNumber(page: number): Content {
  return {
    text: `— ${page} —`,
    font: faces.body,
    fontSize: pageNumberSize,
    alignment: page % 2 === 1 ? 'right' : 'left',
    margin: [
      pageMargins.left + pageNumberSize,
      millimetres(7),
      pageMargins.right + pageNumberSize,
      0,
    ],
  };
}

/** The warnings in a frame above the text, clear of it. */
export function warningMarks(marks: string[]): Content {
  return {
    margin: [0, millimetres(17), 0, 0],
    columns: [
      { width: '*', text: '' },
      { ...framed(marks), width: 'auto' },
      { width: '*', text: '' },
    ],
  };
}

function framed(marks: string[]): ContentTable {
  return {
    table: {
      body: [
        marks.map((text) => ({ text, font: faces.hei, fontSize: markSize, color: markColour })),
      ],
    },
    layout: {
      hLineColor: () => markColour,
      vLineColor: () => markColour,
      paddingTop: () => 3,
      paddingBottom: () => 5,
      paddingLeft: () => 10,
      paddingRight: () => 10,
    },
  };
}
