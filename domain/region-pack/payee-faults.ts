import { payeesByGroup } from '../payee.ts';
import { factsGiven } from './facts-given.ts';
import { factBook, type FactBook } from './known-values.ts';
import { meant } from './nearest.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import type { Payee, PayeeRule } from './schemes.ts';
import { kindFaults } from './test-faults.ts';

type Path = readonly PropertyKey[];
type Scheme = RegionPack['schemes'][number];

/** Payees of components that leave open who is paid. */
export function payeeFaults(pack: RegionPack): PackFault[] {
  const book = factBook(pack);
  return pack.schemes.flatMap((scheme, i) =>
    scheme.components.flatMap(({ payee }, at) => {
      const path = ['schemes', i, 'components', at, 'payee'];
      return [
        ...groupTwice(payee, path),
        ...eachPayee(payee, path).flatMap((it) => organisationFaults(book, scheme, it)),
      ];
    }),
  );
}

/** A group in two lists of one component. */
function groupTwice(rule: PayeeRule, path: Path): PackFault[] {
  const groups = payeesByGroup(rule).flatMap((it) => it.groups);
  const twice = groups.find((group, first) => groups.indexOf(group) < first);
  if (twice === undefined) return [];
  return [{ path: [...path, 'byGroup'], expected: `${twice} 只能写一次` }];
}

function eachPayee(rule: PayeeRule, path: Path): { payee: Payee; path: Path }[] {
  if (typeof rule === 'string' || 'organisation' in rule) return [{ payee: rule, path }];
  return [
    ...rule.byGroup.map(({ payee }, at) => ({ payee, path: [...path, 'byGroup', at, 'payee'] })),
    { payee: rule.default, path: [...path, 'default'] },
  ];
}

/** A fact that is no organisation, or that nobody is asked for, names nobody who could be paid. */
function organisationFaults(
  book: FactBook,
  scheme: Scheme,
  { payee, path }: { payee: Payee; path: Path },
): PackFault[] {
  if (typeof payee === 'string') return [];
  const { organisation: fact } = payee;
  const at = [...path, 'organisation'];
  const wrong = kindFaults(book, fact, ['organisation'], at);
  const given = factsGiven(scheme);
  if (wrong.length > 0 || given.has(fact)) return wrong;
  const expected = `${scheme.code} 的 asks、mayGive 都没有 ${fact}${meant(fact, given)}`;
  return [{ path: at, expected, definedIn: 'schemes' }];
}
