import type { CustomTableLayout } from 'pdfmake/interfaces.js';

/** Thin rules on all sides, as filed forms have them. */
export const tableLayout: CustomTableLayout = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  paddingLeft: () => 3,
  paddingRight: () => 3,
  paddingTop: () => 3,
  paddingBottom: () => 2,
};

/** Borders of the cell that holds a caption: only the rule below it. */
export const captionBorder: [boolean, boolean, boolean, boolean] = [false, false, false, true];

/** The same below a first row that holds the caption. */
export const captionedLayout: CustomTableLayout = {
  ...tableLayout,
  hLineWidth: (line) => (line === 0 ? 0 : 0.5),
};
