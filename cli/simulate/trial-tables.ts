import { subtract } from '../../domain/money.ts';
import type { Balance, FundBalance, RefusalChange, Totals } from '../../domain/trial/index.ts';
import { changesTable } from './changes-table.ts';
import type { Trial } from './run-trial.ts';
import { ruleText, type Cell, type TrialTable } from './trial-cells.ts';
import type { TrialNames } from './trial-names.ts';

type Compared = Extract<Trial, { kind: 'compared' }>;

/** All that a trial tells, as tables: shown in the terminal, a sheet each in the workbook. */
export function trialTables(trial: Compared, names: TrialNames): TrialTable[] {
  const { totals, funds, changes } = trial;
  return [
    summaryTable(trial),
    totalsTable('按单位', '单位', totals.byUnit, names.unit),
    totalsTable('按人员类别', '人员类别', totals.byGroup, names.group),
    totalsTable('按补贴种类', '补贴种类', totals.byScheme, names.scheme),
    refusalTable(totals.refusals),
    totalsTable('待答问题', '问题（原额不动）', totals.questions, names.question),
    fundTable(funds, names),
    changesTable(changes, names),
  ];
}

function summaryTable({ claims, refused, totals }: Compared): TrialTable {
  const { all, persons, organisations } = totals;
  const rows: Cell[][] = [
    ['申领', claims, '笔'],
    ['核定前已拒付，未试算的申领', refused, '笔'],
    ['明细', all.lines, '条'],
    ['有变化的明细', all.changed, '条'],
    ['其中金额不变，只换资金、收款人或项目', totals.moved, '条'],
    ['现行金额', { yuan: all.before }, '元'],
    ['试算金额', { yuan: all.after }, '元'],
    ['增减', { yuan: subtract(all.after, all.before) }, '元'],
    ...balanceRows('受训人员', '人', persons),
    ...balanceRows('申报单位', '家', organisations),
  ];
  return { title: '汇总', headings: ['项目', '数值', '单位'], rows };
}

const balanceRows = (
  who: string,
  one: string,
  { winners, losers, gained, lost }: Balance,
): Cell[][] => [
  [`${who}增加`, winners, one],
  [`${who}增加额`, { yuan: gained }, '元'],
  [`${who}减少`, losers, one],
  [`${who}减少额`, { yuan: lost }, '元'],
];

const moneyHeadings = ['明细', '有变化', '现行（元）', '试算（元）', '增减（元）'];

const moneyCells = ({ lines, changed, before, after }: Totals): Cell[] => [
  lines,
  changed,
  { yuan: before },
  { yuan: after },
  { yuan: subtract(after, before) },
];

function totalsTable(
  title: string,
  heading: string,
  by: ReadonlyMap<string, Totals>,
  nameOf: (code: string) => string,
): TrialTable {
  const rows = [...by].map(([code, totals]) => [nameOf(code), ...moneyCells(totals)]);
  return { title, headings: [heading, ...moneyHeadings], rows };
}

function refusalTable(refusals: readonly RefusalChange[]): TrialTable {
  const rows = refusals.map((it) => [ruleText(it.from), ruleText(it.to), ...moneyCells(it)]);
  return { title: '拒付变化', headings: ['现行', '试算', ...moneyHeadings], rows };
}

function fundTable(funds: readonly FundBalance[], { fund, unit }: TrialNames): TrialTable {
  const headings = [
    '资金',
    '单位',
    '到账（元）',
    '现行核定（元）',
    '试算核定（元）',
    '试算余额（元）',
    '现行用完之日',
    '试算用完之日',
  ];
  const rows = funds.map((it): Cell[] => [
    fund(it.fund),
    it.unit === null ? '全部单位' : unit(it.unit),
    { yuan: it.raised },
    { yuan: it.before },
    { yuan: it.after },
    { yuan: subtract(it.raised, it.after) },
    it.runsOutBefore ?? '期内够用',
    it.runsOutAfter ?? '期内够用',
  ]);
  return { title: '资金', headings, rows };
}
