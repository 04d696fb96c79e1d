/** Prints what a command does step by step, each with its time; `say` adds a line to a step. */
export type StepList = {
  run<Result>(
    title: string,
    work: (say: (line: string) => void) => Promise<Result>,
  ): Promise<Result>;
};

/** Once `signal` is aborted no further step begins. */
export function stepList(out: NodeJS.WriteStream = process.stdout, signal?: AbortSignal): StepList {
  return {
    async run(title, work) {
      signal?.throwIfAborted();
      const started = Date.now();
      let isFresh = out.isTTY;
      if (isFresh) out.write(`  … ${title}`);
      const line = (text: string) => {
        out.write(`${isFresh ? '\r\u001B[K' : ''}${text}\n`);
        isFresh = false;
      };
      try {
        const result = await work((text) => line(`    ${text}`));
        line(`  ✓ ${title}  ${seconds(started)} s`);
        return result;
      } catch (error) {
        line(`  ✗ ${title}  ${seconds(started)} s`);
        throw error;
      }
    },
  };
}

function seconds(started: number): string {
  return ((Date.now() - started) / 1000).toFixed(1);
}
