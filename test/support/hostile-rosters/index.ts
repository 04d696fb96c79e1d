import { cellFiles } from './cell-files.ts';
import { csvFiles } from './csv-files.ts';
import type { HostileFile } from './hostile-file.ts';
import { markupFiles } from './markup-files.ts';
import { oldWorkbooks } from './old-workbooks.ts';
import { packedFiles } from './packed-files.ts';
import { sheetFiles } from './sheet-files.ts';
import { textFiles } from './text-files.ts';

export type { Expected, HostileFile } from './hostile-file.ts';

/** Files that nobody should send, each with the answer it must get. */
export const hostileFiles = (): HostileFile[] => [
  ...packedFiles(),
  ...markupFiles(),
  ...cellFiles(),
  ...sheetFiles(),
  ...textFiles(),
  ...csvFiles(),
  ...oldWorkbooks(),
];
