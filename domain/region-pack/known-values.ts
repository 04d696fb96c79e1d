import { isIsoDate } from '../days.ts';
import { isDecimalText } from '../decimal-text.ts';
import { isCreditCode } from '../credit-code.ts';
import { isYuan } from '../money.ts';
import { knownFacts, type FactKind } from './facts.ts';
import type { RegionPack } from './region-pack.ts';

/** Every fact that a rule of a pack may ask for, with what its value can be. */
export type FactBook = {
  names: readonly string[];
  kindOf: (fact: string) => FactKind | undefined;
  /** Every value that a fact can have; undefined where any will do. */
  valuesOf: (fact: string) => readonly string[] | undefined;
  /** The section of the pack that defines those values. */
  sectionOf: (fact: string) => string;
};

const sections: Readonly<Record<string, string>> = {
  scheme: 'schemes',
  group: 'groups',
  attributes: 'attributes',
  listed: 'lists',
  class: 'occupations',
  occupation: 'occupations',
  course: 'courses',
  level: 'levels',
  certificateKind: 'certificateKinds',
  unit: 'units',
  unitKind: 'units',
  instalment: 'schemes',
};

export function factBook(pack: RegionPack): FactBook {
  const own = new Map((pack.facts ?? []).map((it) => [it.code, it]));
  const codes = (list: readonly { code: string }[] = []) => list.map(({ code }) => code);
  const values: Record<string, readonly string[]> = {
    scheme: codes(pack.schemes),
    group: codes(pack.groups),
    attributes: codes(pack.attributes),
    listed: codes(pack.lists),
    class: [...new Set(pack.occupations.map((it) => it.class))],
    occupation: codes(pack.occupations),
    course: codes(pack.courses),
    level: codes(pack.levels),
    certificateKind: codes(pack.certificateKinds),
    claimantKind: ['enterprise', 'institution', 'person'],
    unit: codes(pack.units),
    unitKind: [...new Set(pack.units.map(({ kind }) => kind))],
    sex: ['male', 'female'],
    instalment: pack.schemes.flatMap(({ instalments }) => codes(instalments)),
  };
  const kindOf = (fact: string) => knownFacts[fact]?.kind ?? own.get(fact)?.kind;
  return {
    names: [...Object.keys(knownFacts), ...own.keys()],
    kindOf,
    sectionOf: (fact) => sections[fact] ?? 'facts',
    valuesOf: (fact) => {
      if (kindOf(fact) === 'yes-no') return ['true', 'false'];
      return Object.hasOwn(values, fact) ? values[fact] : own.get(fact)?.values?.map(codeOf);
    },
  };
}

const codeOf = ({ code }: { code: string }): string => code;

/** What a value of a kind must look like, where it does not; undefined where it does. */
export function unfit(kind: FactKind, value: string): string | undefined {
  switch (kind) {
    case 'number':
      return isDecimalText(value) ? undefined : '写成普通小数，例如 80';
    case 'yuan':
      return isYuan(value) ? undefined : '金额写成两位小数，例如 1200.00';
    case 'day':
      return isIsoDate(value) ? undefined : '日期写成 YYYY-MM-DD，且当日存在';
    case 'yes-no':
      return value === 'true' || value === 'false' ? undefined : '写 true 或 false';
    case 'organisation':
      return isCreditCode(value) ? undefined : '写 18 位统一社会信用代码，半角，字母大写';
    case 'choice':
    case 'set':
      return undefined;
  }
}

export const kindNames: Record<FactKind, string> = {
  number: '数字',
  yuan: '金额',
  choice: '选项',
  day: '日期',
  'yes-no': '是否',
  organisation: '单位',
  set: '一组代码',
};
