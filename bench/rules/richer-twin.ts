import { yuan, yuanFromFen } from '../../domain/money.ts';
import { isoDate, type IsoDate } from '../../domain/days.ts';
import { workingDayOnOrAfter, type WorkingCalendar } from '../../domain/working-calendar.ts';
import type { AssessedComponent, Assessment, LineFacts } from '../../domain/rules/index.ts';
import { levelNames, type Names } from './twin-names.ts';

type Question = { kind: 'question'; question: string };

/**
 * The rules of richer.yaml as plain code, with whole numbers of fen and of hundredths. Facts that
 * the rules ask for and a line lacks are asked for as the engine asks.
 */
export function richerTwin(
  { classOf }: Names,
  calendar: WorkingCalendar,
): (line: LineFacts) => Assessment {
  return (line) => {
    if (line.scheme !== 'hours') return { kind: 'question', question: `no-scheme-${line.scheme}` };
    if (!line.certified) return refused('no-certificate', '没有核验通过的证书', '一');
    const unmet = requirementOf(line, calendar);
    if (unmet) return unmet;
    if (line.startedOn < '2019-01-01') {
      return { kind: 'question', question: `no-rule-in-force-hours-${line.startedOn}` };
    }
    const fee = feeOf(line, classOf);
    if ('kind' in fee) return fee;
    const poor = line.attributes?.some((it) => it === 'poor-household' || it === 'disabled');
    return { kind: 'granted', components: poor === true ? [fee, livingOf(line)] : [fee] };
  };
}

function requirementOf(line: LineFacts, calendar: WorkingCalendar): Assessment | undefined {
  const { bornOn, sex, startedOn, filedOn, certificateIssuedOn, hours, own } = line;
  if (bornOn === undefined) return asked('no-fact-hours-ageAtStart');
  const age = ageOn(bornOn, startedOn);
  const upTo = sex === 'male' ? 60 : 50;
  if (age < 16 || sex === undefined || age > upTo) {
    return refused('age', '男 16 至 60 周岁，女 16 至 50 周岁', '四');
  }
  if (line.listed?.includes('payroll') === true)
    return refused('payroll', '财政供养人员不补', '五');
  if (filedOn === undefined) return asked('no-fact-hours-filedOn');
  if (certificateIssuedOn === undefined) return asked('no-fact-hours-certificateIssuedOn');
  const last = yearLater(certificateIssuedOn);
  if (filedOn > last) {
    const open = workingDayOnOrAfter(calendar, isoDate(last));
    if (open.kind !== 'day') return asked(`calendar-not-published-${String(open.year)}`);
    if (filedOn > open.day) {
      return refused('in-time', '发证后 12 个月内申领，末日遇假日顺延', '六');
    }
  }
  if (hours === undefined) return asked('no-fact-hours-hours');
  if (hours < 40) return refused('enough-hours', '不少于 40 课时', '七');
  const practice = own?.['practice'];
  if (practice === undefined) return asked('no-fact-hours-practice');
  if (Number(practice) * 2 < hours) return refused('practice', '实操课时不低于总课时的一半', '八');
  return undefined;
}

const asked = (question: string): Question => ({ kind: 'question', question });

const refused = (rule: string, name: string, clause: string): Assessment => ({
  kind: 'nothing',
  reason: rule,
  by: { rule, name, clause: `示例 ${clause}` },
});

function feeOf(line: LineFacts, classOf: Names['classOf']): AssessedComponent | Question {
  const { level, occupation, feePaid, hours = 0, group, startedOn } = line;
  if (feePaid === undefined) return asked('no-rate-hours-feePaid');
  const kind = occupation === undefined ? undefined : classOf.get(occupation);
  const row = level === undefined ? undefined : hourly[level];
  if (level === undefined || row === undefined) {
    return asked(`no-rate-hours-level-${level ?? 'none'}`);
  }
  const each = kind === undefined ? undefined : row[kind];
  if (kind === undefined || each === undefined) {
    return asked(`no-rate-hours-class-${kind ?? 'none'}`);
  }
  const steps = [
    `实际缴费 ${feePaid} 元`,
    `按等级 ${levelNames[level] ?? level}、工种类别 ${kind}查表：${each} 元`,
  ];
  if (hours > 120) steps.push(`课时 ${String(hours)}，最多计 120`);
  const counted = Math.min(hours, 120);
  const hundredths = Math.round(Number(each) * 100) * counted;
  let due = shortest(hundredths, 2);
  steps.push(`课时 ${String(counted)} × ${each} 元 ＝ ${due} 元`);
  let thousandths = hundredths * 1000;
  const scarce = kind === 'A' && Number(level) <= 3;
  const weak = group === 'poor-households' || group === 'disabled';
  if (scarce || weak) {
    const [by, percent] = scarce ? ['30', 1300] : ['12.5', 1125];
    const whole = scarce ? '130' : '112.5';
    const how = scarce && weak ? '（30%、12.5%，取最高一项）' : '';
    thousandths = hundredths * percent;
    const raised = shortest(thousandths, 5);
    steps.push(`上浮 ${by}%${how}：${due} × ${whole}% ＝ ${raised}`);
    due = raised;
  }
  const paid = Math.round(Number(feePaid) * 100) * 1000;
  const lower = paid <= thousandths ? feePaid : due;
  const yuanWhole = Math.floor(Math.min(paid, thousandths) / 100_000);
  steps.push(`${feePaid} 取低 ${due} ＝ ${lower}`, `舍去尾数到 1 的整数倍：${String(yuanWhole)}`);
  const amount = yuan(`${String(yuanWhole)}.00`);
  const first = startedOn <= '2020-06-30';
  return {
    component: 'fee',
    amount,
    fund: 'skills-ledger',
    payee: 'claimant',
    explanation: {
      rule: 'hours/fee',
      version: first ? '2020' : '2021',
      clause: first ? '示例 一' : '示例 二',
      on: startedOn,
      inputs: { group, feePaid, hours: String(hours), level, class: kind },
      steps,
      amount,
    },
  };
}

function livingOf({ startedOn, endedOn, group }: LineFacts): AssessedComponent {
  const days = dayNumber(endedOn) - dayNumber(startedOn) + 1;
  const steps: string[] = [];
  let hundredths = 0;
  let below = 0;
  for (const { upTo, each, rate } of daily) {
    if (days <= below) break;
    if (upTo === undefined) steps.push('标准 35.50 元', '35.50 × 50% ＝ 17.75');
    else steps.push(`标准 ${each} 元`);
    const end = upTo === undefined ? days : Math.min(days, upTo);
    const part = (end - below) * rate;
    hundredths += part;
    const counted = `${String(end - below)} × ${each} 元 ＝ ${shortest(part, 2)} 元`;
    steps.push(`培训天数 ${String(below)} 至 ${String(end)}：${counted}`);
    below = end;
  }
  steps.push(`培训天数 ${String(days)}，合计 ${shortest(hundredths, 2)} 元`);
  const amount = yuanFromFen(BigInt(hundredths));
  return {
    component: 'living',
    amount,
    fund: group === 'poor-households' ? 'poverty-account' : 'skills-ledger',
    payee: 'claimant',
    explanation: {
      rule: 'hours/living',
      version: '2020',
      clause: '示例 三',
      on: startedOn,
      inputs: { group, trainingDays: String(days) },
      steps,
      amount,
    },
  };
}

const daily = [
  { upTo: 10, each: '50.00', rate: 5000 },
  { upTo: 30, each: '35.50', rate: 3550 },
  { upTo: undefined, each: '17.75', rate: 1775 },
];

const hourly: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '5': { A: '12.50', B: '11.25', C: '10.00' },
  '4': { A: '16.40', B: '14.85', C: '13.30' },
  '3': { A: '21.00', B: '19.95', C: '18.90' },
  '2': { A: '30.00', B: '28.00', C: '26.00' },
  '1': { A: '40.00', B: '36.00', C: '32.00' },
};

/** A whole number of the last place, as text without trailing zeros. */
function shortest(units: number, places: number): string {
  const digits = String(units).padStart(places + 1, '0');
  const dot = digits.length - places;
  let end = digits.length;
  while (end > dot && digits.charCodeAt(end - 1) === 48) end -= 1;
  return end > dot ? `${digits.slice(0, dot)}.${digits.slice(dot, end)}` : digits.slice(0, dot);
}

const dayNumber = (day: IsoDate): number =>
  Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8))) / 86_400_000;

/** The same day a year on; 29 February ends in February. */
function yearLater(day: string): string {
  const year = Number(day.slice(0, 4)) + 1;
  const rest = day.slice(4);
  return `${String(year)}${rest === '-02-29' ? '-02-28' : rest}`;
}

function ageOn(bornOn: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  const birthday = bornOn.slice(5) === '02-29' && !isLeap(day) ? '02-28' : bornOn.slice(5);
  return day.slice(5) < birthday ? years - 1 : years;
}

function isLeap(day: string): boolean {
  const year = Number(day.slice(0, 4));
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
