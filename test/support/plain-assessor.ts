import type { Condition, RegionPack, Scheme } from '../../domain/region-pack/index.ts';
import { plainFacts, type PlainLine } from './plain-facts.ts';
import { holds, worth, type Reading } from './plain-formula.ts';
import {
  fractionOf,
  isLess,
  nought,
  shortestText,
  yuanText,
  type Fraction,
} from './plain-fraction.ts';
import { orQuestion, Untold } from './plain-untold.ts';

export type PlainComponent = {
  component: string;
  amount: string;
  fund: string;
  payee: string;
  version: string;
  /** Of quantities that limits count, what it pays for, where that is less than filed. */
  counted?: Record<string, string>;
};

/** Where a rule that refuses is written; for a repeat, the earlier lines. */
export type PlainRefusal = {
  rule: string;
  clause: string;
  earlier?: readonly { claimNo: string; lineNo: number; day: string }[];
};

export type PlainAssessment =
  | {
      kind: 'granted';
      components: PlainComponent[];
      leftOut: (PlainRefusal & { component: string })[];
    }
  | { kind: 'nothing'; reason: string; by?: PlainRefusal }
  | { kind: 'question'; question: string };

type Scope = {
  schemes?: readonly string[];
  groups?: readonly string[];
  if?: Condition;
  from?: string;
  to?: string;
};

const dearest = fractionOf('999999999.99');

/**
 * What a line is worth by itself, worked out from the pack as it is written: nothing is prepared,
 * nothing is remembered, no number is rounded but where a rule says so. It shares no code with
 * domain/rules, so that a mistake in one shows against the other.
 */
export function plainAssessment(pack: RegionPack, line: PlainLine): PlainAssessment {
  const scheme = pack.schemes.find(({ code }) => code === line.scheme);
  if (!scheme) return { kind: 'question', question: `no-scheme-${line.scheme}` };
  if (scheme.groups?.includes(line.group) === false) {
    return refusedBy(scheme, 'group-not-eligible');
  }
  const instalment = scheme.instalments?.find(({ code }) => code === line.instalment);
  const asks = scheme.certificateKinds.length > 0 && scheme.certificateRequired !== false;
  if (asks && !line.certified && instalment?.ahead !== true) {
    return refusedBy(scheme, 'no-certificate');
  }
  const on = { pack, facts: plainFacts(pack, line) };
  const day = on.facts.value(scheme.keyDate);
  const lacking = (what: string) => `no-fact-${scheme.code}-${what}`;
  if (day === undefined) return { kind: 'question', question: lacking(scheme.keyDate) };
  return orQuestion(() => inScheme(scheme, day, on), lacking);
}

function inScheme(scheme: Scheme, day: string, on: Reading): PlainAssessment {
  const own = scheme.components.map(({ code }) => code);
  const refused: (PlainRefusal & { component: string })[] = [];
  for (const rule of on.pack.requirements ?? []) {
    const hit = rule.components?.filter((code) => own.includes(code));
    if (hit?.length === 0) continue;
    if (!appliesTo(rule, day, on) || holds(rule.require, on)) continue;
    if (rule.otherwise === 'question') return { kind: 'question', question: rule.code };
    const by = { rule: rule.code, clause: `${rule.document} ${rule.clause}` };
    if (!hit) return { kind: 'nothing', reason: rule.code, by };
    refused.push(...hit.map((component) => ({ component, ...by })));
  }
  const leftOut = refused.filter(({ component }) => mayBeDue(scheme, component, on));
  const components: PlainComponent[] = [];
  for (const it of scheme.components) {
    if (refused.some(({ component }) => component === it.code)) continue;
    if (it.if && !holds(it.if, on)) continue;
    const found = assessed(scheme.code, it.code, { day, on });
    if ('kind' in found) return found;
    components.push(found);
  }
  if (components.length > 0) return { kind: 'granted', components, leftOut };
  const [first] = leftOut;
  if (!first) return refusedBy(scheme, 'no-component');
  const { rule, clause } = first;
  return { kind: 'nothing', reason: rule, by: { rule, clause } };
}

/** What the scheme itself refuses goes back to the clause that sets it up, where it is written. */
function refusedBy({ document, clause }: Scheme, reason: string): PlainAssessment {
  if (document === undefined || clause === undefined) return { kind: 'nothing', reason };
  return { kind: 'nothing', reason, by: { rule: reason, clause: `${document} ${clause}` } };
}

/** A component that would not be due anyway is not left out by a rule. */
function mayBeDue(scheme: Scheme, component: string, on: Reading): boolean {
  const condition = scheme.components.find(({ code }) => code === component)?.if;
  return condition === undefined || orQuestion(() => holds(condition, on), String) !== false;
}

/** Whether a rule is for a line: its schemes, its groups, the key days it covers, its condition. */
export function appliesTo(rule: Scope, day: string, on: Reading): boolean {
  const { schemes, groups, from, to } = rule;
  const { value } = on.facts;
  if (schemes && !schemes.includes(value('scheme') ?? '')) return false;
  if (groups && !groups.includes(value('group') ?? '')) return false;
  if (from !== undefined && day < from) return false;
  if (to !== undefined && day > to) return false;
  return rule.if === undefined || holds(rule.if, on);
}

function assessed(
  scheme: string,
  component: string,
  { day, on }: { day: string; on: Reading },
): PlainComponent | { kind: 'question'; question: string } {
  const question = (it: string) => ({ kind: 'question', question: it }) as const;
  const rate = on.pack.rates.find(
    (it) =>
      it.scheme === scheme &&
      it.component === component &&
      it.from <= day &&
      (it.to === undefined || day <= it.to),
  );
  if (!rate) return question(`no-rule-in-force-${scheme}-${day}`);
  const paidFor = new Map<string, Fraction>();
  const found = orQuestion(
    () => worth(rate.formula, { ...on, paidFor }),
    (what) => `no-rate-${scheme}-${what}`,
  );
  if ('kind' in found) return found;
  const amount = yuanText(found);
  if (isLess(fractionOf(amount), nought)) {
    return question(`negative-amount-${scheme}-${component}`);
  }
  if (isLess(dearest, fractionOf(amount))) {
    return question(`amount-too-large-${scheme}-${component}`);
  }
  const fund = fundOf(component, on);
  const payee = payeeOf(scheme, component, on);
  const counted = fewer(scheme, { paidFor, on });
  return { component, amount, fund, payee, version: rate.version, ...(counted && { counted }) };
}

/** What limits of the scheme count and this amount pays for, where more was filed. */
function fewer(
  scheme: string,
  { paidFor, on }: { paidFor: ReadonlyMap<string, Fraction>; on: Reading },
): Record<string, string> | undefined {
  const own = on.pack.schemes.find(({ code }) => code === scheme)?.components ?? [];
  const counts = (on.pack.limits ?? [])
    .filter((it) => it.schemes?.includes(scheme) !== false)
    .filter((it) => it.components?.some((code) => own.some((of) => of.code === code)) !== false)
    .map((it) => it.counts);
  const found: [string, string][] = [];
  for (const name of new Set(counts)) {
    const paid = paidFor.get(name);
    const filed = fractionOf(on.facts.value(name) ?? '0');
    if (paid && (isLess(paid, filed) || isLess(filed, paid)))
      found.push([name, shortestText(paid)]);
  }
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

/** The last of the groups' own that fits would be a mistake: the first one does. */
function payeeOf(scheme: string, component: string, { pack, facts }: Reading): string {
  const terms = pack.schemes.find(({ code }) => code === scheme);
  const payee = terms?.components.find(({ code }) => code === component)?.payee ?? 'claimant';
  if (typeof payee === 'string' || 'organisation' in payee) return named(payee, facts);
  for (const { groups, payee: theirs } of payee.byGroup) {
    if (groups.includes(facts.value('group') ?? '')) return named(theirs, facts);
  }
  return named(payee.default, facts);
}

/** An organisation by its code, which may be that of the claimant. */
function named(payee: string | { organisation: string }, facts: Reading['facts']): string {
  if (typeof payee === 'string') return payee;
  const code = facts.value(payee.organisation);
  if (code === undefined) throw new Untold({ lacks: payee.organisation });
  return code === facts.creditCode ? 'claimant' : `organisation:${code}`;
}

function fundOf(component: string, on: Reading): string {
  const { value } = on.facts;
  const { rules, defaultFund } = on.pack.routing;
  const rule = rules.find(
    (it) =>
      it.groups?.includes(value('group') ?? '') !== false &&
      it.schemes?.includes(value('scheme') ?? '') !== false &&
      it.components?.includes(component) !== false &&
      (it.if === undefined || holds(it.if, on)),
  );
  return rule?.fund ?? defaultFund;
}
