import type { Payee, Scheme, SchemeComponent } from './region-pack/index.ts';

/** Who receives a component of a line of this group. */
export function payeeOf({ payee }: Pick<SchemeComponent, 'payee'>, group: string): Payee {
  if (typeof payee === 'string') return payee;
  return payee.byGroup.find(({ groups }) => groups.includes(group))?.payee ?? payee.default;
}

/** Whether something of a line of this group goes to the trainee, who then needs an account. */
export function paysTrainee({ components }: Pick<Scheme, 'components'>, group: string): boolean {
  return components.some((component) => payeeOf(component, group) === 'person');
}
