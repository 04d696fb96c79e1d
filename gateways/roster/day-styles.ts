import { isBuiltInDay, showsDay } from './excel-day.ts';
import { FileRefused } from './file-refused.ts';
import { readXml } from './xml.ts';

const stylesMax = 100_000;

/** By the number of a cell's style: whether it shows its number as a day. */
export async function readDayStyles(
  chunks: AsyncIterable<Buffer> | undefined,
): Promise<readonly boolean[]> {
  const days: boolean[] = [];
  if (!chunks) return days;
  const own = new Map<number, boolean>();
  let inCells = false;
  await readXml(chunks, {
    open(name, attributes) {
      if (name === 'numFmt' && !inCells) {
        own.set(Number(attributes['numFmtId']), showsDay(attributes['formatCode'] ?? ''));
      } else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attributes['numFmtId'] ?? 0);
        days.push(own.get(id) ?? isBuiltInDay(id));
      }
      if (days.length > stylesMax || own.size > stylesMax) throw new FileRefused('damaged');
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return days;
}
