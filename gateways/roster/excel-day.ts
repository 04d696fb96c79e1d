import type { Cell } from '../../domain/roster/cell.ts';

const msPerDay = 86_400_000;
const lastSerial = 2_958_465;
/** Four times what Excel allows: taking a format apart takes time that grows with its square. */
const formatCharactersMax = 1_024;

/**
 * The day of a serial number. Excel's own calendar has a 29 February 1900, serial 60, that never
 * was; in the calendar of 1904 day 0 is 1 January 1904. The time of day is left out.
 */
export function dayCell(serial: number, date1904: boolean): Cell {
  const whole = Math.floor(serial);
  if (!(whole >= (date1904 ? 0 : 1)) || whole > lastSerial) return { x: 'no-such-day' };
  if (date1904) return { d: printed(Date.UTC(1904, 0, 1) + whole * msPerDay) };
  if (whole === 60) return { x: 'no-such-day' };
  return { d: printed(Date.UTC(1899, 11, whole < 60 ? 31 : 30) + whole * msPerDay) };
}

const printed = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Whether a format shows a day: it has a year, a month or a day outside quotes and brackets. */
export function showsDay(format: string): boolean {
  if (format.length > formatCharactersMax) return false;
  const bare = format.replaceAll(/"[^"]*"|\\.|_.|\[[^\]]*\]/gu, '').split(';')[0] ?? '';
  return /[yd年月日]/iu.test(bare) || (/m/iu.test(bare) && !/[hs]/iu.test(bare));
}

/** Formats without a text of their own that show a day, those of Chinese Excel among them. */
export function isBuiltInDay(id: number): boolean {
  return (
    (id >= 14 && id <= 17) ||
    id === 22 ||
    (id >= 27 && id <= 31) ||
    id === 36 ||
    (id >= 50 && id <= 54) ||
    id === 57 ||
    id === 58
  );
}
