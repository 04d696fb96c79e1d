import fc, { type Arbitrary } from 'fast-check';
import { yuanFromFen } from '../../domain/money.ts';
import type { GrantedBefore } from '../../domain/rules/index.ts';
import type { PlainAssessment, PlainComponent, PlainRefusal } from './plain-assessor.ts';
import { fractionOf, isLess, minus, nought, yuanText } from './plain-fraction.ts';

export type PlainDue =
  | { fundChanged: string }
  | {
      components: Omit<PlainComponent, 'version'>[];
      reason: string | null;
      by: PlainRefusal | null;
    };

/** How earlier instalments differ from what a line is granted now, component by component. */
export type Paid = { takesBack: boolean; parts: PaidPart[] };
type PaidPart = { fen: bigint; same: boolean; fund: string; payee: 'claimant' | 'person' };

/** Mostly paid from the fund of now; now and then from another one. */
export function anyPaid(funds: readonly { code: string }[]): Arbitrary<Paid> {
  const part = fc.record({
    fen: fc.oneof(fc.constantFrom(0n, 1n, 100_000n), fc.bigInt({ min: 0n, max: 500_000n })),
    same: fc.nat(11).map((it) => it > 0),
    fund: fc.constantFrom(...funds.map(({ code }) => code)),
    payee: fc.constantFrom('claimant' as const, 'person' as const),
  });
  return fc.record({ takesBack: fc.boolean(), parts: fc.array(part, { maxLength: 4 }) });
}

/** What was paid before of a scheme's components, as far as there are parts for them. */
export function paidBefore(
  { parts }: Paid,
  components: readonly string[],
  now: PlainAssessment,
): GrantedBefore[] {
  const granted = now.kind === 'granted' ? now.components : [];
  return components.flatMap((component, at) => {
    const part = parts[at];
    if (part === undefined) return [];
    const fund = granted.find((it) => it.component === component)?.fund;
    const amount = yuanFromFen(part.fen);
    const from = part.same ? (fund ?? part.fund) : part.fund;
    return [{ component, amount, fund: from, payee: part.payee }];
  });
}

/** What an instalment pays of a line: due in all, less what was paid, each component by itself. */
export function plainDue(
  now: Exclude<PlainAssessment, { kind: 'question' }>,
  before: readonly GrantedBefore[],
  takesBack: boolean,
): PlainDue {
  const granted = now.kind === 'granted' ? now.components : [];
  const components: Omit<PlainComponent, 'version'>[] = [];
  for (const { component, amount, fund, payee } of granted) {
    const paid = before.find((it) => it.component === component);
    if (paid !== undefined && paid.fund !== fund) return { fundChanged: component };
    const left = minus(fractionOf(amount), fractionOf(paid?.amount ?? '0'));
    if (isLess(left, nought) && !takesBack) continue;
    components.push({ component, amount: yuanText(left), fund, payee });
  }
  for (const { component, amount, fund, payee } of before) {
    if (granted.some((it) => it.component === component)) continue;
    const left = minus(nought, fractionOf(amount));
    if (isLess(left, nought) && !takesBack) continue;
    components.push({ component, amount: yuanText(left), fund, payee });
  }
  if (now.kind === 'nothing') return { components, reason: now.reason, by: now.by ?? null };
  const [first] = now.leftOut;
  if (first === undefined) return { components, reason: null, by: null };
  const { component: _, ...by } = first;
  return { components, reason: null, by };
}
