import type { TableCell } from 'pdfmake/interfaces.js';
import type { AnnexSection, EvaluationData } from '../../domain/evaluation.ts';

export type AnnexData = Pick<EvaluationData, 'narrative' | 'figures' | 'targets'>;

/** How an annex sets its targets: an even number of columns, and the rows under the head. */
export type AnnexForm = {
  columns: number;
  /** Column widths, from the width of so many characters. */
  widths: (characters: (count: number) => number) => (string | number)[];
  /** Heading and rows of the targets on one page; the last page closes the table. */
  rows: (sections: readonly AnnexSection[], page: { isLast: boolean }) => TableCell[][];
};
