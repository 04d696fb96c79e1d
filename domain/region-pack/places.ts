import type { Condition } from './formulas.ts';
import type { RegionPack } from './region-pack.ts';

/** A condition of a pack, where it stands, and the schemes whose lines it is asked of. */
export type ConditionPlace = {
  condition: Condition;
  path: PropertyKey[];
  schemes: readonly string[] | undefined;
};

/** Every condition of a pack that stands outside a formula. */
export function conditionsOf(pack: RegionPack): ConditionPlace[] {
  const scoped = (['requirements', 'exclusions', 'limits'] as const).flatMap((section) =>
    (pack[section] ?? []).map((rule, at) => ({ rule, path: [section, at] })),
  );
  return [
    ...pack.schemes.flatMap(({ code, components }, i) =>
      components.flatMap((it, at) => place(it.if, ['schemes', i, 'components', at, 'if'], [code])),
    ),
    ...pack.routing.rules.flatMap((it, at) =>
      place(it.if, ['routing', 'rules', at, 'if'], it.schemes),
    ),
    ...scoped.flatMap(({ rule, path }) => place(rule.if, [...path, 'if'], rule.schemes)),
    ...(pack.requirements ?? []).flatMap(({ require, schemes }, at) =>
      place(require, ['requirements', at, 'require'], schemes),
    ),
  ];
}

function place(
  condition: Condition | undefined,
  path: PropertyKey[],
  schemes: readonly string[] | undefined,
): ConditionPlace[] {
  return condition ? [{ condition, path, schemes }] : [];
}
