/** The known word that a misspelt one is most like, where one is near enough to be meant. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const it of known) {
    const distance = distanceOf(word.toLowerCase(), it.toLowerCase());
    if (best === undefined || distance < best.distance) best = { word: it, distance };
  }
  const near = Math.max(2, Math.floor(word.length / 3));
  return best !== undefined && best.distance <= near ? best.word : undefined;
}

/** `，是否为 level？`, or nothing where no known word is near. */
export function meant(word: string, known: Iterable<string>): string {
  const it = nearest(word, known);
  return it === undefined ? '' : `，是否为 ${it}？`;
}

/** How many letters must be put in, left out or changed to make one word of the other. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + Number(letter !== b.charAt(j - 1));
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? a.length;
}
