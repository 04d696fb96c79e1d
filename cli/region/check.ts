import { readCases, type WrittenCase } from '../../gateways/region-cases.ts';
import { checkRegionPack, faultText, type PackFault } from '../../gateways/region-pack.ts';
import { outcomeLines, resultText } from './outcome-text.ts';
import { judgeCase, type JudgedCase } from './judge-case.ts';
import { bad, good, heading, table } from '../terminal.ts';
import { readyToWorkOut } from './work-out.ts';

/** What `check` has to say; `ok` where the pack is sound and every case comes out as expected. */
export type CheckReport = { lines: string[]; ok: boolean };

/** Names every mistake of the pack in a folder, then works out its cases. */
export async function checkRegion(directory: string): Promise<CheckReport> {
  const { pack, faults, warnings } = await checkRegionPack(directory);
  if (!pack) {
    const lines = [...told('提醒', warnings), ...told('错误', faults), ...closing(faults.length)];
    return { lines, ok: false };
  }
  const { cases, faults: inCases } = await readCases(directory, pack);
  const lines = [...told('提醒', warnings), ...told('错误', inCases)];
  if (inCases.length > 0) return { lines: [...lines, ...closing(inCases.length)], ok: false };

  const inForce = readyToWorkOut(pack);
  const judged = cases.map((written) => ({ written, ...judgeCase(inForce, written.it) }));
  const failed = judged.filter(({ ok }) => !ok);
  return {
    lines: [
      ...lines,
      ...(judged.length > 0 ? caseTable(judged) : ['没有测算案例：写在 cases.yaml 或 cases/ 里']),
      ...failed.flatMap((it) => ['', ...differenceOf(it)]),
      '',
      summary(`${pack.name}（${pack.code}，第 ${pack.version} 版）`, judged.length, failed.length),
    ],
    ok: failed.length === 0,
  };
}

function told(kind: '错误' | '提醒', faults: readonly PackFault[]): string[] {
  const mark = kind === '错误' ? bad : heading;
  return faults.map((it) => `${mark(kind)} ${faultText(it)}`);
}

const closing = (count: number): string[] => [
  '',
  bad(`共 ${String(count)} 处错误。改好之后再核对测算案例。`),
];

type Judged = JudgedCase & { written: WrittenCase };

function caseTable(judged: readonly Judged[]): string[] {
  const rows = judged.map(({ written, expected, got, ok }, at) => [
    ok ? '✓' : '✗',
    String(at + 1),
    written.it.name,
    resultText(expected.result),
    ok ? '相符' : resultText(got.result),
  ]);
  return table(['', '号', '案例', '应为', '结果'], rows, 56);
}

function differenceOf({ written, expected, got }: Judged): string[] {
  const { file, line, it } = written;
  return [
    bad(`✗ ${it.name}`) + `（${file}${line === undefined ? '' : `:${String(line)}`}）`,
    ...outcomeLines(expected, got),
  ];
}

function summary(pack: string, all: number, failed: number): string {
  if (failed > 0) {
    return bad(`${pack}：没有错误；${String(all)} 个案例中 ${String(failed)} 个不符`);
  }
  return good(`${pack}：没有错误；${String(all)} 个案例全部相符`);
}
