import { chainsFor } from '../approval-chain.ts';
import { fixedClocks, type WorkedCase } from './cases.ts';
import { meant } from './nearest.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import { schemeReasons } from './rule-faults.ts';
import type { Scheme } from './schemes.ts';
import { walkCondition } from './walk.ts';

type Path = PropertyKey[];
type Named = { name: string; path: Path };

/** What a case calls instalments, components, funds, rates, reasons and clocks, and nothing is. */
export function caseNames(pack: RegionPack, it: WorkedCase, at: number): PackFault[] {
  const scheme = pack.schemes.find(({ code }) => code === it.scheme);
  if (!scheme) return [];
  const { components, funds, rates, reasons } = expectedNames(it);
  const before = Object.entries(it.before ?? {});
  const unknown = (what: string, known: readonly string[], named: readonly Named[]): PackFault[] =>
    named
      .filter(({ name }) => !known.includes(name))
      .map(({ name, path }) => ({
        path: [at, ...path],
        expected: `没有${what} ${name}${meant(name, known)}`,
      }));
  const of = ` ${scheme.code} 的`;
  return [
    ...unknown(
      `${of}拨付期`,
      codesOf(scheme.instalments),
      [it.instalment ?? []].flat().map((name) => ({ name, path: ['instalment'] })),
    ),
    ...unknown(`${of}项目`, codesOf(scheme.components), [
      ...before.map(([name]) => ({ name, path: ['before', name] })),
      ...components,
    ]),
    ...unknown('资金', codesOf(pack.funds), [
      ...before.map(([code, { fund }]) => ({ name: fund, path: ['before', code, 'fund'] })),
      ...funds,
    ]),
    ...unknown(`${of}标准版本`, versionsOf(pack, scheme), rates),
    ...unknown('可作为理由的规则', reasonsOf(pack), reasons),
    ...unknown(
      `${of}材料`,
      codesOf(scheme.materials),
      (it.materials ?? []).map((name, i) => ({ name, path: ['materials', i] })),
    ),
    ...unknown(
      `${of}时限`,
      clocksOf(pack, scheme),
      (it.clocks ?? []).map(({ of: name }, i) => ({ name, path: ['clocks', i, 'of'] })),
    ),
  ];
}

const codesOf = (list: readonly { code: string }[] = []): string[] => list.map(({ code }) => code);

type Expected = Record<'components' | 'funds' | 'rates' | 'reasons', Named[]>;

function expectedNames({ expected: it }: WorkedCase): Expected {
  const named = (name: string | undefined, ...path: Path): Named[] =>
    name === undefined ? [] : [{ name, path: ['expected', ...path] }];
  const none: Expected = { components: [], funds: [], rates: [], reasons: [] };
  if ('reason' in it) return { ...none, reasons: named(it.reason, 'reason') };
  if ('fund' in it) {
    return { ...none, funds: named(it.fund, 'fund'), rates: named(it.rate, 'rate') };
  }
  if (!('components' in it)) return none;
  const paid = Object.entries(it.components);
  const left = Object.entries(it.leftOut ?? {});
  return {
    components: [
      ...paid.flatMap(([code]) => named(code, 'components', code)),
      ...left.flatMap(([code]) => named(code, 'leftOut', code)),
    ],
    funds: paid.flatMap(([code, { fund }]) => named(fund, 'components', code, 'fund')),
    rates: paid.flatMap(([code, { rate }]) => named(rate, 'components', code, 'rate')),
    reasons: left.flatMap(([code, rule]) => named(rule, 'leftOut', code)),
  };
}

/** `none` is the version of what is taken back without a rate. */
const versionsOf = ({ rates }: RegionPack, { code }: Scheme): string[] => [
  ...new Set(rates.filter(({ scheme }) => scheme === code).map(({ version }) => version)),
  'none',
];

const reasonsOf = ({ requirements, exclusions, limits }: RegionPack): string[] => [
  ...codesOf(requirements),
  ...codesOf(exclusions),
  ...codesOf(limits),
  ...schemeReasons,
];

/** Steps by their names, side clocks, windows of requirements and instalments, and the fixed. */
function clocksOf(pack: RegionPack, scheme: Scheme): string[] {
  const steps = chainsFor(pack, scheme.code).flatMap((chain) => chain.steps);
  const requirements = (pack.requirements ?? []).filter((it) => {
    let windows = 0;
    walkCondition(it.require, [], {
      block: () => undefined,
      test: (_, test) => {
        if (!Array.isArray(test) && 'within' in test) windows += 1;
      },
    });
    return windows > 0;
  });
  return [
    ...steps.map(({ name }) => name),
    ...Object.keys(pack.sideClocks),
    ...codesOf(requirements),
    ...codesOf((scheme.instalments ?? []).filter(({ awaits }) => awaits !== undefined)),
    ...fixedClocks,
  ];
}
