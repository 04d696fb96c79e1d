/** How much of a machine one roster file may use before it is refused. */
export type RosterLimits = {
  /** Of the file as sent. */
  fileBytesMax: number;
  /** Of everything packed in it, as it says itself and as it is counted. */
  unpackedBytesMax: number;
  /** Rows with anything in them, headings included. */
  rowsMax: number;
  /** Resident memory of the reading process. */
  memoryBytesMax: number;
  timeMs: number;
  /** Files read at the same time; the others wait. */
  atOnce: number;
};

export const rosterLimits: RosterLimits = {
  fileBytesMax: 20_000_000,
  unpackedBytesMax: 400_000_000,
  rowsMax: 100_020,
  memoryBytesMax: 512 * 1024 * 1024,
  timeMs: 60_000,
  atOnce: 2,
};

/** No roster has more columns; what stands further right is told and not read. */
export const columnsMax = 200;

/** What the reading process is told; it has no other settings. */
export type ReadingOptions = Pick<RosterLimits, 'unpackedBytesMax' | 'rowsMax'> & {
  /** The sheet to read; the first visible one where there is none of that name. */
  sheet: string;
};
