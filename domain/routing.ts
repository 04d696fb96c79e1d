import type { Routing } from './region-pack/index.ts';

/** The fund that pays a component: the first routing rule that holds, else the default. */
export function fundOf(
  routing: Routing,
  of: { group: string; scheme: string; component: string },
): string {
  const rule = routing.rules.find(
    ({ groups, schemes, components }) =>
      (groups?.includes(of.group) ?? true) &&
      (schemes?.includes(of.scheme) ?? true) &&
      (components?.includes(of.component) ?? true),
  );
  return rule?.fund ?? routing.defaultFund;
}
