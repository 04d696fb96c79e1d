import type { FigureBound, FigureKind } from '../../domain/evaluation.ts';

/** A figure of the real report; `exact` in the base unit where it is more than what is printed. */
export type SeedFigure = {
  id: string;
  label: string;
  kind: FigureKind;
  period: 'programme' | 'outputs' | 'quality';
  printed: string | null;
  unit: string;
  scales?: boolean;
  exact?: string;
  bound?: FigureBound;
};

type Period = SeedFigure['period'];
type Row = [id: string, label: string, printed: string, unit: string];

/** Every figure that the seed report prints, by the ids that its templates use. */
export const seedFigures: SeedFigure[] = [
  ...compiled('programme', [
    ['fund-raised', '筹集资金', '7.8', '亿元'],
    ['fund-raised-region', '自治区本级筹集', '3.8991', '亿元'],
    ['fund-raised-counties', '市县（区）筹集', '3.9009', '亿元'],
  ]),
  ...ratios('programme', [['fund-arrival-rate', '资金到位率', '100', '%']]),
  ...ratios('programme', [['counties-paying', '筹集资金的市县（区）', '19', '个']]),
  ...compiled('outputs', [
    ['trained-total', '各类政府补贴培训', '27.08', '万人次'],
    ['trained-enterprise-employees', '企业职工培训', '15.47', '万人次'],
    ['trained-on-the-job', '以工代训', '10.65', '万人次'],
    ['trained-graduates', '高校毕业生培训', '0.38', '万人次'],
    ['trained-rural-transfer', '农村转移劳动者培训', '4.70', '万人次'],
    ['trained-school-leavers', '两后生培训', '0.09', '万人次'],
    ['trained-laid-off', '下岗失业人员培训', '1.41', '万人次'],
    ['trained-poor-households', '建档立卡贫困劳动者及贫困家庭子女培训', '4.21', '万人次'],
    ['trained-veterans', '退役军人培训', '0.16', '万人次'],
    ['trained-disabled', '残疾人培训', '0.04', '万人次'],
    ['trained-others', '其他重点群体培训', '0.62', '万人次'],
    ['spent-total', '专账资金支出', '2.36', '亿元'],
    ['on-the-job-spent', '以工代训支出', '1.21', '亿元'],
    ['on-the-job-enterprises', '以工代训支持企业', '1271', '个'],
  ]),
  ...compiled('quality', [
    ['trained-2020', '2020年各类培训', '24.4', '万人次'],
    ['trained-2020-without-on-the-job', '2020年除以工代训外培训', '13.76', '万人次'],
    ['certified-2020', '2020年取得证书', '13.11', '万人次'],
    ['spent-2020', '2020年专账资金支出', '2.29', '亿元'],
  ]),
  ...ratios('quality', [['certificate-rate-2020', '培训取证率', '95.28', '%']]),
  bounded('payment-rate', '年度培训资金支付率', 'at-least', '95', '%', '99.2'),
  {
    ...bounded('spent-2019', '2019年专账资金支出', 'below', '1000', '万元', '7000000'),
    scales: true,
  },
  ...policy([
    ['target-total', '三年培训目标', '23', '万人次'],
    ['target-2019', '2019年培训目标', '7', '万人次'],
    ['target-2020', '2020年培训目标', '9', '万人次'],
    ['target-2021', '2021年培训目标', '7', '万人次'],
    ['plan-2020', '人社部年专账支出计划', '2.7', '亿元'],
  ]).map((figure) => ({ ...figure, scales: true })),
  ...policy(rates()),
  ...reported([
    ['satisfaction-employment-service', '公共就业服务满意度', '95', '%'],
    ['satisfaction-subsidy-handling', '培训补贴经办服务满意度', '95', '%'],
    ['skill-gain', '劳动者技能素质提高', '95', '%'],
  ]),
  ...policy([
    ['annex-fund-total', '年度金额', '78000', '万元'],
    ['annex-fund-region', '自治区补助', '38991', '万元'],
    ['annex-fund-counties', '市县补助', '39009', '万元'],
    ['annex-enterprise-employees', '培训企业职工人数', '8', '万人'],
    ['annex-key-groups', '培训就业重点群体人数', '8', '万人'],
    ['annex-entrepreneurship', '创业培训人数', '3.5', '万人'],
    ['annex-school-leavers', '“两后生”职业技能培训人数', '0.185', '万人'],
    ['annex-on-the-job', '以工代训人数', '10', '万人'],
    ['annex-certificates', '培训后取得证书', '13.11', '万个'],
    ['annex-average-cost-employees', '企业职工、就业重点群体培训人均标准', '1500', '元/人'],
    ['annex-average-cost-entrepreneurship', '创业培训人均标准', '1250', '元/人'],
    ['annex-average-cost-school-leavers', '“两后生”培训人均标准', '6000', '元/人'],
    ['annex-average-cost-new-apprenticeship', '企业新型学徒制培训人均标准', '6000', '元/人'],
  ]),
  {
    id: 'annex-new-apprenticeship',
    label: '企业新型学徒制培训人数',
    kind: 'policy',
    period: 'programme',
    printed: null,
    unit: '人',
  },
  ...[
    ['annex-issued-on-time', '资金在规定时间内下达率'],
    ['annex-paid-on-time', '补贴资金在规定时间内支付到位率'],
    ['annex-certificate-rate', '培训后取证率'],
    ['annex-skill-gain', '劳动者技能素质不断提高'],
    ['annex-satisfaction-employment-service', '公共就业服务满意度'],
    ['annex-satisfaction-subsidy-handling', '培训补贴经办服务满意度'],
  ].map(([id = '', label = '']): SeedFigure => ({
    ...bounded(id, label, 'at-least', '95', '%', '95'),
    kind: 'policy',
    period: 'programme',
  })),
];

function compiled(period: Period, rows: Row[]): SeedFigure[] {
  return ratios(period, rows).map((figure) => ({ ...figure, scales: true }));
}

function ratios(period: Period, rows: Row[]): SeedFigure[] {
  return figures('compiled', period, rows);
}

function policy(rows: Row[]): SeedFigure[] {
  return figures('policy', 'programme', rows);
}

function reported(rows: Row[]): SeedFigure[] {
  return figures('reported', 'outputs', rows).map((figure) => ({ ...figure, bound: 'at-least' }));
}

function figures(kind: FigureKind, period: Period, rows: Row[]): SeedFigure[] {
  return rows.map(([id, label, printed, unit]) => ({ id, label, kind, period, printed, unit }));
}

function bounded(
  id: string,
  label: string,
  bound: FigureBound,
  printed: string,
  unit: string,
  exact: string,
): SeedFigure {
  return { id, label, kind: 'compiled', period: 'outputs', printed, unit, exact, bound };
}

function rates(): Row[] {
  const amounts: Record<string, string> = {
    'qualification-5-A': '1200',
    'qualification-5-B': '1100',
    'qualification-5-C': '1000',
    'qualification-4-A': '1700',
    'qualification-4-B': '1500',
    'qualification-4-C': '1200',
    'qualification-3': '3000',
    'qualification-2': '4000',
    'qualification-1': '5000',
    'skill-level-5': '1100',
    'skill-level-4': '1500',
    'skill-level-3': '3000',
    'skill-level-2': '4000',
    'skill-level-1': '5000',
    'special-operation': '800',
    'training-pass': '800',
    'specific-ability-from': '550',
    'specific-ability-to': '1400',
    'entrepreneurship-from': '400',
    'entrepreneurship-to': '1600',
    'school-leaver': '6000',
    'new-apprenticeship': '6000',
    'modern-apprenticeship': '6000',
    'on-the-job-per-month': '500',
  };
  return Object.entries(amounts).map(([name, amount]) => [
    `rate-${name}`,
    `补贴标准 ${name}`,
    amount,
    '元',
  ]);
}
