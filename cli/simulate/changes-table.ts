import { ZERO, formatYuan, isZero, subtract } from '../../domain/money.ts';
import { codeOfPaid, type PaidTo } from '../../domain/payee.ts';
import type { Approval, LineChange } from '../../domain/trial/index.ts';
import type { TrialNames } from './trial-names.ts';
import { ruleText, type Cell, type TrialTable } from './trial-cells.ts';

/** Every line that would change, with the funds and payees of now and of the draft. */
export function changesTable(changes: readonly LineChange[], names: TrialNames): TrialTable {
  const headings = [
    '申领号',
    '行',
    '单位',
    '补贴种类',
    '人员类别',
    '核定日期',
    '现行（元）',
    '试算（元）',
    '增减（元）',
    '现行规则',
    '试算规则',
    '现行资金',
    '试算资金',
    '现行收款人',
    '试算收款人',
  ];
  const rows = changes.map((it): Cell[] => [
    it.claimNo,
    it.lineNo,
    names.unit(it.unit),
    names.scheme(it.scheme),
    names.group(it.group),
    it.decidedOn,
    { yuan: it.before },
    { yuan: it.after },
    { yuan: it.question === null ? subtract(it.after, it.before) : ZERO },
    ruleText(it.refusedBefore),
    it.question === null ? ruleText(it.refusedAfter) : `待答：${names.question(it.question)}`,
    ...routeCells(it, names),
  ]);
  return { title: '变动明细', headings, rows };
}

const payeeName = (payee: PaidTo): string =>
  payee === 'person' ? '本人' : (codeOfPaid(payee) ?? '申报单位');

/** One component needs no name; of several it is told what each one pays, payment by payment. */
function routeCells(change: LineChange, names: TrialNames): Cell[] {
  const sides = [change.approvedBefore, change.approvedAfter].map((parts) =>
    parts.filter(({ amount }) => !isZero(amount)),
  );
  const several = new Set(sides.flat().map(({ component }) => component)).size > 1;
  const named = ({ component, amount }: Approval): string =>
    several ? `${names.component(change.scheme, component)} ${formatYuan(amount)}：` : '';
  const listed = (textOf: (it: Approval) => string): string[] =>
    sides.map((parts) => {
      const texts = parts.map((it) => `${named(it)}${textOf(it)}`);
      return (several ? texts : [...new Set(texts)]).join('；');
    });
  return [...listed(({ fund }) => names.fund(fund)), ...listed(({ payee }) => payeeName(payee))];
}
