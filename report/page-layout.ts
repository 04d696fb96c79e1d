/** Measures of GB/T 9704-2012 (党政机关公文格式) in points. */

const pointsPerMillimetre = 72 / 25.4;

export function millimetres(length: number): number {
  return length * pointsPerMillimetre;
}

/** A4: 37 mm above the text block, 28 mm at the binding side; the block is 156 x 225 mm. */
export const pageMargins = {
  left: millimetres(28),
  top: millimetres(37),
  right: millimetres(26),
  bottom: millimetres(35),
};
export const blockWidth = millimetres(156);
export const blockHeight = millimetres(225);

export const charactersPerLine = 28;
export const linesPerPage = 22;

/** 3号 would be 16 pt, of which only 27 fit the line; 28 fill it exactly at 15.79 pt. */
export const bodySize = blockWidth / charactersPerLine;
/** 22 lines of 28.95 pt fill 636.9 of the block's 637.8 pt. */
export const linePitch = 28.95;
/** 2号 小标宋. */
export const titleSize = 22;
export const titlePitch = 36;
/** 4号, 7 mm below the block, one character in from the outer edge. */
export const pageNumberSize = 14;
/** Annex table and notes: 小五 is the smallest that prints clearly. */
export const tableSize = 9;
