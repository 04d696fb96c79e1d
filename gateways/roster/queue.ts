/** Lets so many works run at the same time; the others wait their turn, in order. */
export function turns(atOnce: number): <It>(work: () => Promise<It>) => Promise<It> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
