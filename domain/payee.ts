import type { Payee, PayeeRule, Scheme, SchemeComponent } from './region-pack/index.ts';

/** Who is paid in the end; an organisation beside the claimant by its credit code. */
export type PaidTo = 'claimant' | 'person' | `organisation:${string}`;

const organisationMark = 'organisation:';

/** The organisation with this credit code as a payee. */
export const paidToOrganisation = (creditCode: string): PaidTo => `organisation:${creditCode}`;

/** The credit code of the organisation that is paid beside the claimant, if one is. */
export const codeOfPaid = (to: PaidTo): string | undefined =>
  to.startsWith(organisationMark) ? to.slice(organisationMark.length) : undefined;

/** The payees that a component has for some groups only, and those groups. */
export const payeesByGroup = (rule: PayeeRule): readonly { groups: string[]; payee: Payee }[] =>
  typeof rule === 'object' && 'byGroup' in rule ? rule.byGroup : [];

/** Who receives a component of a line of this group. */
export function payeeOf({ payee }: Pick<SchemeComponent, 'payee'>, group: string): Payee {
  if (typeof payee === 'string' || 'organisation' in payee) return payee;
  return payee.byGroup.find(({ groups }) => groups.includes(group))?.payee ?? payee.default;
}

/** Whether something of a line of this group goes to the trainee, who then needs an account. */
export function paysTrainee({ components }: Pick<Scheme, 'components'>, group: string): boolean {
  return components.some((component) => payeeOf(component, group) === 'person');
}

/** The facts of a line of this group that name whom its certain components are paid to. */
export function payeeFacts({ components }: Pick<Scheme, 'components'>, group: string): string[] {
  const facts = components
    .filter((it) => it.if === undefined)
    .map((it) => payeeOf(it, group))
    .flatMap((payee) => (typeof payee === 'object' ? [payee.organisation] : []));
  return [...new Set(facts)];
}
