import { payeeOf } from '../payee.ts';
import { isYuan, roundText } from '../money.ts';
import { isIsoDate, type IsoDate } from '../days.ts';
import type { SchemeComponent } from '../region-pack/index.ts';
import { isMissing, type Missing } from './compiled.ts';
import { rateKey, type CompiledRate, type CompiledRules } from './compiled-rules.ts';
import { factsOf, type Facts } from './facts.ts';
import type { AssessedComponent, Assessment, LeftOut, LineFacts } from './line-facts.ts';
import { fundOf } from './routing.ts';
import { refusal } from './rule-scope.ts';

type Question = { kind: 'question'; question: string };
type ComponentResult = { kind: 'component'; component: AssessedComponent } | Question;

/** A line with what rules read of it: its facts and its key day. */
export type LineInRules = { line: LineFacts; facts: Facts; on: IsoDate };

/**
 * What a line is worth by itself under the rules in force on its scheme's key day, each component
 * with its fund and its explanation. Nothing is guessed: a gap in the pack is a question. What was
 * granted before is not looked at: see `withinLimits`.
 */
export function assessLine(rules: CompiledRules, line: LineFacts): Assessment {
  const compiled = rules.schemes.get(line.scheme);
  if (!compiled) return { kind: 'question', question: `no-scheme-${line.scheme}` };
  const { scheme } = compiled;
  if (scheme.groups && !scheme.groups.includes(line.group)) {
    return { kind: 'nothing', reason: 'group-not-eligible' };
  }
  const ahead = scheme.instalments?.find(({ code }) => code === line.instalment)?.ahead === true;
  if (scheme.certificateKinds.length > 0 && !line.certified && !ahead) {
    return { kind: 'nothing', reason: 'no-certificate' };
  }
  const facts = factsOf(line, rules);
  const on = facts.values[scheme.keyDate];
  if (on === undefined || !isIsoDate(on)) return lacking(line, 'fact', scheme.keyDate);
  const inRules = { line, facts, on };
  const left: LeftOut[] = [];
  for (const { requirement, applies, holds } of compiled.requirements) {
    const asked = applies(facts, on);
    const met = asked === true ? holds(facts) : true;
    if (typeof asked !== 'boolean') return questionOf(line, 'fact', asked);
    if (typeof met !== 'boolean') return questionOf(line, 'fact', met);
    if (met) continue;
    const { code, components } = requirement;
    if (requirement.otherwise === 'question') return { kind: 'question', question: code };
    const by = refusal(requirement);
    if (!components) return { kind: 'nothing', reason: code, by };
    left.push(...components.map((component) => ({ component, ...by })));
  }
  return assessComponents(rules, inRules, left);
}

function assessComponents(
  rules: CompiledRules,
  of: LineInRules,
  left: readonly LeftOut[],
): Assessment {
  const components: AssessedComponent[] = [];
  const parts = rules.schemes.get(of.line.scheme)?.components ?? [];
  for (const { component, holds } of parts) {
    if (left.some((it) => it.component === component.code)) continue;
    const due = holds ? holds(of.facts) : true;
    if (typeof due !== 'boolean') return questionOf(of.line, 'fact', due);
    if (!due) continue;
    const result = assessComponent(rules, of, component);
    if (result.kind === 'question') return result;
    components.push(result.component);
  }
  // A component that is not the line's anyway is left out by no rule.
  const leftOut = left.filter((it) =>
    parts.some(
      ({ component, holds }) => component.code === it.component && holds?.(of.facts) !== false,
    ),
  );
  const [first] = leftOut;
  if (components.length === 0) {
    if (!first) return { kind: 'nothing', reason: 'no-component' };
    const { component: _, ...by } = first;
    return { kind: 'nothing', reason: first.rule, by };
  }
  return { kind: 'granted', components, ...(first && { leftOut }) };
}

function assessComponent(
  rules: CompiledRules,
  { line, facts, on }: LineInRules,
  component: SchemeComponent,
): ComponentResult {
  const { scheme, group } = line;
  const rate = rateInForce(rules, { scheme, component: component.code, on });
  if (!rate) return { kind: 'question', question: `no-rule-in-force-${scheme}-${on}` };
  const steps: string[] = [];
  const value = rate.amountOf(facts, steps);
  if (isMissing(value)) return questionOf(line, 'rate', value);
  const amount = roundText(value.value, 2);
  if (amount.startsWith('-')) {
    return { kind: 'question', question: `negative-amount-${scheme}-${component.code}` };
  }
  if (!isYuan(amount)) {
    return { kind: 'question', question: `amount-too-large-${scheme}-${component.code}` };
  }
  const fund = fundOf(rules.routing, { group, scheme, component: component.code }, facts);
  if (typeof fund !== 'string') return questionOf(line, 'fact', fund);
  const { version, document, clause } = rate.version;
  const explanation = {
    rule: rateKey(scheme, component.code),
    version,
    clause: `${document} ${clause}`,
    on,
    inputs: inputsOf(facts, rate.reads),
    steps,
    amount,
  };
  const { code } = component;
  const payee = payeeOf(component, group);
  return { kind: 'component', component: { component: code, amount, fund, payee, explanation } };
}

/** The one version whose days hold the key day. */
export function rateInForce(
  rules: CompiledRules,
  { scheme, component, on }: { scheme: string; component: string; on: IsoDate },
): CompiledRate | undefined {
  const versions = rules.rates.get(rateKey(scheme, component));
  return versions?.find(
    ({ version: { from, to } }) => from <= on && (to === undefined || on <= to),
  );
}

const lacking = (line: LineFacts, of: 'fact' | 'rate', what: string): Question => ({
  kind: 'question',
  question: `no-${of}-${line.scheme}-${what}`,
});

/** What nobody can tell, as a question that names the scheme, or the calendar's year. */
export function questionOf(line: LineFacts, of: 'fact' | 'rate', missing: Missing): Question {
  if (missing.kind === 'asks') return { kind: 'question', question: missing.question };
  return lacking(line, of, missing.what);
}

function inputsOf({ values }: Facts, reads: readonly string[]): Record<string, string> {
  const inputs: Record<string, string> = { group: values['group'] ?? '' };
  for (const name of reads) {
    const value = values[name];
    if (value !== undefined) inputs[name] = value;
  }
  return inputs;
}
