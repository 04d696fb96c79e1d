import type { IsoDate } from '../days.ts';
import { add, isNegative, isZero, subtract, yuan, ZERO, type Yuan } from '../money.ts';
import type { PaidTo } from '../payee.ts';
import type { Instalment, Scheme } from '../region-pack/index.ts';
import type { AssessedComponent, Assessment, RefusedBy } from './line-facts.ts';

/** What a line was granted by earlier instalments of its claim, by component. */
export type GrantedBefore = {
  component: string;
  amount: Yuan;
  fund: string;
  payee: PaidTo;
};

/** What an instalment pays of a line; below zero what is owed back. */
export type DueNow = {
  components: AssessedComponent[];
  reason: string | null;
  by: RefusedBy | null;
};

/** The instalment of a claim by its number from 1; undefined where the scheme pays at once. */
export const instalmentOf = (
  scheme: Pick<Scheme, 'instalments'> | undefined,
  number: number,
): Instalment | undefined => scheme?.instalments?.[number - 1];

/** Whether a later instalment can take back: something was paid before it was earned. */
export const paysAhead = (scheme: Pick<Scheme, 'instalments'> | undefined): boolean =>
  scheme?.instalments?.some(({ ahead }) => ahead === true) ?? false;

/**
 * What is due now of a line: what its rates give in all, less what was granted before. Nothing is
 * owed back unless `takesBack`. Answers the component whose fund has changed, where one has.
 */
export function lessGrantedBefore(
  assessment: Exclude<Assessment, { kind: 'question' }>,
  before: readonly GrantedBefore[],
  { takesBack, on }: { takesBack: boolean; on: IsoDate },
): DueNow | { fundChanged: string } {
  const now = assessment.kind === 'granted' ? assessment.components : [];
  const moved = now.find((it) =>
    before.some(({ component, fund }) => component === it.component && fund !== it.fund),
  );
  if (moved) return { fundChanged: moved.component };
  const granted = wholeComponents(before);
  const due = now.map((it) => lessBefore(it, granted.get(it.component)?.amount));
  const dropped = [...granted.values()]
    .filter(({ component }) => !now.some((it) => it.component === component))
    .map((it) => takenBack(it, on));
  const kept = [...due, ...dropped].filter(({ amount }) => takesBack || !isNegative(amount));
  const [leftOut] = assessment.kind === 'granted' ? (assessment.leftOut ?? []) : [];
  const refused = assessment.kind === 'nothing' ? assessment : undefined;
  return {
    components: kept,
    reason: refused?.reason ?? null,
    by: refused?.by ?? leftOut ?? null,
  };
}

/** What earlier instalments granted of a line, by component, yuan. */
export function paidByComponent(before: readonly GrantedBefore[]): Record<string, Yuan> {
  const paid = new Map<string, Yuan>();
  for (const { component, amount } of before) {
    paid.set(component, add(paid.get(component) ?? ZERO, amount));
  }
  return Object.fromEntries(paid);
}

/** Each component once: where its payee changed meanwhile, the last one has all of it. */
function wholeComponents(before: readonly GrantedBefore[]): ReadonlyMap<string, GrantedBefore> {
  const found = new Map<string, GrantedBefore>();
  for (const it of before) {
    const amount = add(found.get(it.component)?.amount ?? ZERO, it.amount);
    found.set(it.component, { ...it, amount });
  }
  return found;
}

function lessBefore(component: AssessedComponent, before: Yuan | undefined): AssessedComponent {
  if (before === undefined || isZero(before)) return component;
  const { explanation } = component;
  const amount = subtract(component.amount, before);
  const step = `此前已拨 ${before} 元：${component.amount} － ${before} ＝ ${amount} 元`;
  const steps = [...explanation.steps, step];
  return { ...component, amount, explanation: { ...explanation, amount, steps } };
}

/** A component that is due no more: all of it goes back. */
function takenBack(
  { component, amount, fund, payee }: GrantedBefore,
  on: IsoDate,
): AssessedComponent {
  const back = subtract(yuan('0.00'), amount);
  return {
    component,
    amount: back,
    fund,
    payee,
    explanation: {
      rule: component,
      version: 'none',
      clause: '结算',
      on,
      inputs: {},
      steps: [`此前已拨 ${amount} 元，现不应给付：0.00 － ${amount} ＝ ${back} 元`],
      amount: back,
    },
  };
}
