import { createHash } from 'node:crypto';

/** Numbers that look drawn by lot and are the same for the same names, on every machine. */
export type Random = {
  /** A whole number from 0 up to and without the limit. */
  below: (limit: number) => number;
  /** A whole number from the first to the last, both included. */
  between: (first: number, last: number) => number;
  pick: <T>(list: readonly T[]) => T;
  /** The list in an order drawn by lot. */
  shuffled: <T>(list: readonly T[]) => T[];
};

/** A source of its own for each list of names, such as the seed and what is drawn. */
export function random(...names: string[]): Random {
  const next = sfc32(createHash('sha256').update(names.join('\u0000')).digest());
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    between: (first, last) => first + below(last - first + 1),
    pick(list) {
      const drawn = list[below(list.length)];
      if (drawn === undefined) throw new RangeError('nothing to pick from');
      return drawn;
    },
    shuffled: (list) =>
      list
        .map((item) => ({ item, lot: next() }))
        .toSorted((a, b) => a.lot - b.lot)
        .map(({ item }) => item),
  };
}

/** Chris Doty-Humphrey's small fast counting generator: 128 bits of state, passes PractRand. */
function sfc32(seed: Buffer): () => number {
  let a = seed.readInt32LE(0);
  let b = seed.readInt32LE(4);
  let c = seed.readInt32LE(8);
  let counter = seed.readInt32LE(12);
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
}
