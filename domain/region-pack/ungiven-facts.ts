import { factsGiven } from './facts-given.ts';
import type { PackFault } from './pack-fault.ts';
import { conditionsOf } from './places.ts';
import type { RegionPack } from './region-pack.ts';
import { factsMet, walkCondition, walkFormula } from './walk.ts';

type Scheme = RegionPack['schemes'][number];

/** What a line has with a certificate only. */
const ofCertificates = ['certificateIssuedOn', 'ageAtIssue'];

/** Rates and rules that read a fact which no scheme of theirs is given: each line is a question. */
export function factsNobodyGives(pack: RegionPack): PackFault[] {
  const own = (pack.facts ?? []).filter(({ of }) => of === 'line' || of === 'claim');
  const watched = new Set([...own.map(({ code }) => code), ...ofCertificates]);
  const givenTo = new Map(pack.schemes.map((it) => [it.code, given(it)]));
  const lost = (schemes: readonly string[], walk: (tell: (fact: string) => void) => void) => {
    const found = new Set<string>();
    walk((fact) => {
      if (watched.has(fact) && !schemes.some((it) => givenTo.get(it)?.has(fact))) found.add(fact);
    });
    return [...found];
  };
  const inKeyDates = pack.schemes.flatMap(({ code, keyDate }, at) =>
    lost([code], (tell) => tell(keyDate)).map((fact) => ({
      path: ['schemes', at, 'keyDate'],
      expected: `keyDate 用到 ${fact}，${why(fact, code)}`,
    })),
  );
  const inConditions = conditionsOf(pack).flatMap(({ condition, path, schemes }) => {
    const where = schemes ? schemes.join('、') : '任何补贴种类';
    const asked = schemes ?? [...givenTo.keys()];
    return lost(asked, (tell) => walkCondition(condition, [], factsMet(tell))).map((fact) => ({
      path,
      expected: `条件用到 ${fact}，${why(fact, where)}：从来没有人填`,
    }));
  });
  const inRates = pack.rates.flatMap(({ scheme, formula }, at) =>
    lost([scheme], (tell) =>
      walkFormula(formula, { path: [], narrowed: new Map() }, factsMet(tell)),
    ).map((fact) => ({
      path: ['rates', at, 'formula'],
      expected: `标准用到 ${fact}，${why(fact, scheme)}`,
    })),
  );
  return [...inKeyDates, ...inRates, ...inConditions];
}

const given = (scheme: Scheme): ReadonlySet<string> =>
  new Set([...factsGiven(scheme), ...(scheme.certificateKinds.length > 0 ? ofCertificates : [])]);

const why = (fact: string, schemes: string): string =>
  ofCertificates.includes(fact)
    ? `而 ${schemes} 不收证书（certificateKinds: []）`
    : `而 ${schemes} 的 asks、mayGive 都没有它`;
