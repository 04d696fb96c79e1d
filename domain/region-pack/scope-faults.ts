import { payeesByGroup } from '../payee.ts';
import type { Formula, TableRows } from './formulas.ts';
import { meant } from './nearest.ts';
import type { PackFault } from './pack-fault.ts';
import { conditionsOf } from './places.ts';
import type { RegionPack } from './region-pack.ts';
import { walkCondition, walkFormula, type Visit } from './walk.ts';

type Path = readonly PropertyKey[];
type Scoped = 'instalment' | 'certificateKind' | 'group';
/** A value named where only lines of these schemes come. */
type Named = { fact: string; value: string; schemes: readonly string[]; path: Path };

const lacks: Record<Scoped, (schemes: string, value: string) => string> = {
  instalment: (schemes, value) => `${schemes} 没有拨付期 ${value}`,
  certificateKind: (schemes, value) => `${schemes} 不收 ${value} 这种证书`,
  group: (schemes, value) => `${schemes} 不面向 ${value} 这类人员`,
};

const isScoped = (fact: string): fact is Scoped => Object.hasOwn(lacks, fact);

/** Instalments, certificates and groups that no scheme of a rule has: it would hold for nobody. */
export function scopeFaults(pack: RegionPack): PackFault[] {
  const bySchemes = valuesOf(pack);
  return [...inConditions(pack), ...inRates(pack), ...inGroups(pack)].flatMap(
    ({ fact, value, schemes, path }) => {
      if (!isScoped(fact) || !bySchemes.all[fact].has(value)) return [];
      const known = schemes.flatMap((it) => bySchemes.of.get(it)?.[fact] ?? []);
      const foreign = schemes.every((it) => bySchemes.of.has(it)) && !known.includes(value);
      if (!foreign) return [];
      const expected = `${lacks[fact](schemes.join('、'), value)}${meant(value, known)}`;
      return [{ path: [...path], expected, definedIn: 'schemes' }];
    },
  );
}

type Values = Record<Scoped, readonly string[]>;

/** What each scheme has, and what the pack has at all: a code that is none is told elsewhere. */
function valuesOf(pack: RegionPack) {
  const codes = (list: readonly { code: string }[] = []) => list.map(({ code }) => code);
  const groups = codes(pack.groups);
  const of = new Map<string, Values>(
    pack.schemes.map((it) => [
      it.code,
      {
        instalment: codes(it.instalments),
        certificateKind: it.certificateKinds,
        group: it.groups ?? groups,
      },
    ]),
  );
  const all: Record<Scoped, ReadonlySet<string>> = {
    instalment: new Set([...of.values()].flatMap(({ instalment }) => instalment)),
    certificateKind: new Set(codes(pack.certificateKinds)),
    group: new Set(groups),
  };
  return { of, all };
}

function inConditions(pack: RegionPack): Named[] {
  return conditionsOf(pack).flatMap(({ condition, path, schemes }) => {
    const named: Named[] = [];
    if (schemes) walkCondition(condition, path, visitor(schemes, named));
    return named;
  });
}

function inRates({ rates }: RegionPack): Named[] {
  return rates.flatMap(({ scheme, formula }, at) => {
    const named: Named[] = [];
    const start = { path: ['rates', at, 'formula'], narrowed: new Map() };
    walkFormula(formula, start, visitor([scheme], named));
    return named;
  });
}

function visitor(schemes: readonly string[], named: Named[]): Visit {
  return {
    block: (formula, path) => named.push(...inRows(formula, path, schemes)),
    test: (fact, test, path) => {
      if (!Array.isArray(test)) return;
      named.push(...test.map((value, at) => ({ fact, value, schemes, path: [...path, at] })));
    },
  };
}

/** Rows of an instalment; those of a group or a certificate may be shared by several tables. */
function inRows(formula: Formula, path: Path, schemes: readonly string[]): Named[] {
  const name = 'table' in formula ? 'table' : 'factors';
  const table = 'table' in formula ? formula.table : undefined;
  const { by, rows } = table ?? ('factors' in formula ? formula.factors : { by: [], rows: {} });
  const depth = by.indexOf('instalment');
  return depth < 0
    ? []
    : keysAt(rows, depth, [...path, name, 'rows']).map(({ key, at }) => ({
        fact: 'instalment',
        value: key,
        schemes,
        path: at,
      }));
}

function keysAt(rows: TableRows, depth: number, path: Path): { key: string; at: Path }[] {
  return Object.entries(rows).flatMap(([key, row]) => {
    const at = [...path, key];
    if (depth === 0) return [{ key, at }];
    return typeof row === 'string' ? [] : keysAt(row, depth - 1, at);
  });
}

function inGroups(pack: RegionPack): Named[] {
  const each = (
    { schemes, groups = [] }: { schemes?: readonly string[]; groups?: readonly string[] },
    path: Path,
  ) =>
    groups.map((value, at) => ({
      fact: 'group',
      value,
      schemes: schemes ?? [],
      path: [...path, 'groups', at],
    }));
  const rules = (['requirements', 'exclusions', 'limits', 'risks'] as const).flatMap((section) =>
    (pack[section] ?? []).flatMap((it, at) => each(it, [section, at])),
  );
  const payees = pack.schemes.flatMap(({ code, components }, i) =>
    components.flatMap(({ payee }, at) => {
      const path = ['schemes', i, 'components', at, 'payee', 'byGroup'];
      return payeesByGroup(payee).flatMap((it, j) =>
        each({ ...it, schemes: [code] }, [...path, j]),
      );
    }),
  );
  const materials = pack.schemes.flatMap(({ code, materials: asked = [] }, i) =>
    asked.flatMap((it, at) => each({ ...it, schemes: [code] }, ['schemes', i, 'materials', at])),
  );
  const routing = pack.routing.rules.flatMap((it, at) => each(it, ['routing', 'rules', at]));
  return [...rules, ...payees, ...materials, ...routing].filter(
    ({ schemes }) => schemes.length > 0,
  );
}
