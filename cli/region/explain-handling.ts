import type { PackInForce } from '../../db/pack.ts';
import { absolute, isNegative, isZero } from '../../domain/money.ts';
import { noticeFor } from '../../domain/notice-rule.ts';
import { monthlyWords, noticeWords, stepWords, withinWords } from './clock-words.ts';
import type { WorkedOut } from './work-out.ts';

/** The steps that the claim passes, its public notice, and what is paid or owed back at the end. */
export function handlingLines({ pack }: PackInForce, worked: WorkedOut): string[] {
  const { steps, amount, assessment, line } = worked;
  if (assessment.kind !== 'granted') return [];
  const notice = noticeFor(pack, line.scheme);
  return [
    `  ${amountText(worked)}：${steps.map(stepWords).join(' → ')}`,
    `  ${noticeWords(notice)}；${endText(pack, amount)}`,
  ];
}

const amountText = ({ amount }: WorkedOut): string =>
  isNegative(amount) ? `本件应退回 ${absolute(amount)} 元` : `本件 ${amount} 元`;

/** A claim with nothing to pay passes the same steps; what is owed back is owed from the last. */
function endText({ payment }: PackInForce['pack'], amount: WorkedOut['amount']): string {
  if (isNegative(amount)) return '财政复核后登记应退款，由申报单位退回';
  if (isZero(amount)) return '没有可付的，财政复核后不付款';
  const { timeLimit, runs } = payment;
  const days = runs ? `；支付批次：${monthlyWords(runs.days)}` : '';
  const from = timeLimit.of === 'notice-end' ? '公示期满后' : '财政复核后';
  return withinWords(from, timeLimit, '支付') + days;
}
