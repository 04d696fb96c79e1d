import { z } from 'zod';
import { isIsoDate } from '../domain/days.ts';
import { isCreditCode } from '../domain/credit-code.ts';
import { isDecimalText } from '../domain/decimal-text.ts';
import { isNegative, isYuan } from '../domain/money.ts';
import {
  factsGiven,
  type OwnFact,
  type RegionPack,
  type Scheme,
} from '../domain/region-pack/index.ts';
import type { Fault } from './errors.ts';
import { codeField, textField } from './fields.ts';

/** The region's own facts, by code; what each may be, the pack says. */
export const ownFactsField = z.record(codeField, textField(100), '须为代码和值');

export type OwnFacts = z.output<typeof ownFactsField>;

/** What the pack says against the own facts of a claim as a whole; paths are their codes. */
export function claimFactFaults(pack: RegionPack, scheme: string, facts: OwnFacts): Fault[] {
  const of = pack.schemes.find(({ code }) => code === scheme);
  return of ? ownFactFaults(pack, of, { holder: 'claim', facts }) : [];
}

/** What the pack says against the own facts of a line or a claim; paths are their codes. */
export function ownFactFaults(
  pack: RegionPack,
  scheme: Scheme,
  { holder, facts }: { holder: 'line' | 'claim'; facts: OwnFacts },
): Fault[] {
  const known = new Map(
    (pack.facts ?? []).filter(({ of }) => of === holder).map((it) => [it.code, it]),
  );
  const given = factsGiven(scheme);
  const missing = (scheme.asks ?? [])
    .filter((code) => known.has(code) && facts[code] === undefined)
    .map((code) => ({ path: code, reason: `须填写：${known.get(code)?.name ?? code}` }));
  const wrong = Object.entries(facts).flatMap(([code, value]) => {
    const fact = known.get(code);
    const taken = fact !== undefined && given.has(code);
    const reason = taken ? unfit(fact, value) : '该补贴种类不填此项';
    return reason === undefined ? [] : [{ path: code, reason }];
  });
  return [...missing, ...wrong];
}

/** The facts that rules can read: what is told as a fault is no number to reckon with. */
export function readableFacts({ facts = [] }: RegionPack, given: OwnFacts): OwnFacts {
  const known = new Map(facts.map((it) => [it.code, it]));
  const fits = ([code, value]: [string, string]) => {
    const fact = known.get(code);
    return fact === undefined || unfit(fact, value) === undefined;
  };
  return Object.fromEntries(Object.entries(given).filter(fits));
}

function unfit({ kind, values }: OwnFact, value: string): string | undefined {
  switch (kind) {
    case 'number':
      return isDecimalText(value) && !value.startsWith('-') ? undefined : '写成不带负号的数字';
    case 'yuan':
      return isYuan(value) && !isNegative(value) ? undefined : '金额写成两位小数，例如 1200.00';
    case 'day':
      return isIsoDate(value) ? undefined : '日期写成 YYYY-MM-DD，且当日存在';
    case 'yes-no':
      return value === 'true' || value === 'false' ? undefined : '写 true 或 false';
    case 'organisation':
      return isCreditCode(value) ? undefined : '写 18 位统一社会信用代码，半角，字母大写';
    case 'choice':
      return values?.some(({ code }) => code === value) === false ? '不在可选的值内' : undefined;
  }
}
