import type { PackInForce } from '../../db/pack.ts';
import { absolute, isNegative, isZero } from '../../domain/money.ts';
import { noticeFor } from '../../domain/notice-rule.ts';
import type { Clock, DeadlineRule } from '../../domain/region-pack/index.ts';
import type { WorkedOut } from './work-out.ts';

/** The steps that the claim passes, its public notice, and what is paid or owed back at the end. */
export function handlingLines({ pack }: PackInForce, worked: WorkedOut): string[] {
  const { steps, amount, assessment, line } = worked;
  if (assessment.kind !== 'granted') return [];
  const named = steps.map(({ name, clock }) => `${name}（${lengthOf(clock)}）`);
  const notice = noticeFor(pack, line.scheme);
  const firstDay = notice.countFirstDay ? '首日计入' : '首日不计';
  const opens = notice.opens === 'claim' ? '随即公示' : '按月集中公示';
  return [
    `  ${amountText(worked)}：${named.join(' → ')}`,
    `  ${opens} ${lengthOf(notice)}，${firstDay}；${endText(pack, amount)}`,
  ];
}

const amountText = ({ amount }: WorkedOut): string =>
  isNegative(amount) ? `本件应退回 ${absolute(amount)} 元` : `本件 ${amount} 元`;

/** A claim with nothing to pay passes the same steps; what is owed back is owed from the last. */
function endText({ payment }: PackInForce['pack'], amount: WorkedOut['amount']): string {
  if (isNegative(amount)) return '财政复核后登记应退款，由申报单位退回';
  if (isZero(amount)) return '没有可付的，财政复核后不付款';
  return `财政复核后 ${limitWords(payment.timeLimit)}内支付`;
}

const lengthOf = ({ days, unit }: Pick<Clock, 'days' | 'unit'>): string =>
  `${String(days)} 个${unit === 'working' ? '工作日' : '自然日'}`;

function limitWords({ months, calendarDays, workingDays }: DeadlineRule): string {
  if (months !== undefined) return `${String(months)} 个月`;
  const unit = workingDays === undefined ? 'calendar' : 'working';
  return lengthOf({ days: workingDays ?? calendarDays ?? 0, unit });
}
