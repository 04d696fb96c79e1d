import type { Act } from './office/acts.ts';

/** Shows how far a programme is: a bar on a terminal, a line now and then anywhere else. */
export type Progress = {
  begin: (month: string) => void;
  done: (act: Act) => void;
  /** Acts that an earlier run did. */
  skip: (acts: number) => void;
  note: (text: string) => void;
  end: () => void;
};

const barLength = 24;
const redrawMs = 200;
const lineMs = 10_000;
const stages = ['申报', '受理', '审核', '复核'] as const;

export function showProgress(total: number, out: NodeJS.WriteStream = process.stdout): Progress {
  const started = Date.now();
  const counts = new Map<string, number>(stages.map((stage) => [stage, 0]));
  let acts = 0;
  let before = 0;
  let month = '';

  const text = () => {
    const share = total === 0 ? 1 : (acts + before) / total;
    const filled = Math.round(share * barLength);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(barLength - filled)}`;
    const byStage = [...counts].map(([stage, count]) => `${stage} ${count}`).join('  ');
    const percent = (share * 100).toFixed(1).padStart(5);
    return `  ${bar} ${percent}%  ${month}  ${byStage}  ${left(started, acts, total - before)}`;
  };
  const draw = out.isTTY
    ? () => out.write(`\r\u001B[K${fitting(text(), out.columns - 1)}`)
    : () => out.write(`${text()}\n`);
  const timer = setInterval(draw, out.isTTY ? redrawMs : lineMs).unref();

  return {
    begin(of) {
      month = of;
    },
    done({ what }) {
      acts += 1;
      const stage = stageOf(what);
      if (stage !== undefined) counts.set(stage, (counts.get(stage) ?? 0) + 1);
    },
    skip(skipped) {
      before += skipped;
    },
    note(line) {
      out.write(out.isTTY ? `\r\u001B[K${line}\n` : `${line}\n`);
    },
    end() {
      clearInterval(timer);
      draw();
      if (out.isTTY) out.write('\n');
    },
  };
}

/** As much of the text as fits: Han characters take two columns. */
function fitting(text: string, columns: number): string {
  let width = 0;
  const end = Array.from(text).findIndex((character) => {
    width += character >= '\u2E80' ? 2 : 1;
    return width > columns;
  });
  return end < 0 ? text : text.slice(0, end);
}

function stageOf(what: Act['what']): (typeof stages)[number] | undefined {
  if (what.kind === 'file') return '申报';
  if (what.kind !== 'decide') return undefined;
  if (what.task === 'acceptance' && what.outcome === 'accept') return '受理';
  if (what.task === 'review') return '审核';
  return what.task === 'finance' ? '复核' : undefined;
}

/** Time left if the rest goes as fast as what was done until now. */
function left(startedMs: number, done: number, total: number): string {
  if (done === 0 || total <= done) return '';
  const seconds = Math.round((((Date.now() - startedMs) / done) * (total - done)) / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `约余 ${minutes} 分 ${seconds % 60} 秒` : `约余 ${seconds} 秒`;
}
