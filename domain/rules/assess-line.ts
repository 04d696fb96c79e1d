import { isYuan, roundText } from '../money.ts';
import type { IsoDate } from '../days.ts';
import { compareText } from '../decimal-text.ts';
import type { Scheme } from '../region-pack/index.ts';
import { isMissing, type Missing, type Quantities } from './compiled.ts';
import {
  rateKey,
  type CompiledComponent,
  type CompiledRate,
  type CompiledRules,
  type CompiledScheme,
} from './compiled-rules.ts';
import type { AssessedComponent, Assessment, LeftOut, LineFacts } from './line-facts.ts';
import { refusal } from './rule-scope.ts';
import { refusedByScheme } from './scheme-refusals.ts';

type Question = { kind: 'question'; question: string };
type ComponentResult = { kind: 'component'; component: AssessedComponent } | Question;

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
    return refusedByScheme(scheme, 'group-not-eligible');
  }
  const ahead = scheme.instalments?.find(({ code }) => code === line.instalment)?.ahead === true;
  if (asksCertificate(scheme) && !line.certified && !ahead) {
    return refusedByScheme(scheme, 'no-certificate');
  }
  const on = compiled.keyDay(line);
  if (on === undefined) return lacking(line, 'fact', scheme.keyDate);
  const left: LeftOut[] = [];
  for (const { requirement, applies, holds } of compiled.requirements) {
    const asked = applies(line, on);
    const met = asked === true ? holds(line) : true;
    if (typeof asked !== 'boolean') return questionOf(line, 'fact', asked);
    if (typeof met !== 'boolean') return questionOf(line, 'fact', met);
    if (met) continue;
    const { code, components } = requirement;
    if (requirement.otherwise === 'question') return { kind: 'question', question: code };
    const by = refusal(requirement);
    if (!components) return { kind: 'nothing', reason: code, by };
    left.push(...components.map((component) => ({ component, ...by })));
  }
  return assessComponents(compiled, { line, on }, left);
}

const asksCertificate = ({ certificateKinds, certificateRequired = true }: Scheme): boolean =>
  certificateKinds.length > 0 && certificateRequired;

/** What a line is worth by the rates alone, whatever requirements ask of it. */
export function assessByRates(rules: CompiledRules, line: LineFacts): Assessment {
  const compiled = rules.schemes.get(line.scheme);
  if (!compiled) return assessLine(rules, line);
  const schemes = new Map([[line.scheme, { ...compiled, requirements: [] }]]);
  return assessLine({ ...rules, schemes }, line);
}

function assessComponents(
  { scheme, components: parts }: CompiledScheme,
  { line, on }: { line: LineFacts; on: IsoDate },
  left: readonly LeftOut[],
): Assessment {
  const components: AssessedComponent[] = [];
  for (const part of parts) {
    if (left.some((it) => it.component === part.component.code)) continue;
    const due = part.holds ? part.holds(line) : true;
    if (typeof due !== 'boolean') return questionOf(line, 'fact', due);
    if (!due) continue;
    const result = assessComponent(part, line, on);
    if (result.kind === 'question') return result;
    components.push(result.component);
  }
  // A component that is not the line's anyway is left out by no rule.
  const leftOut = left.filter((it) =>
    parts.some(
      ({ component, holds }) => component.code === it.component && holds?.(line) !== false,
    ),
  );
  const [first] = leftOut;
  if (components.length === 0) {
    if (!first) return refusedByScheme(scheme, 'no-component');
    const { component: _, ...by } = first;
    return { kind: 'nothing', reason: first.rule, by };
  }
  return { kind: 'granted', components, ...(first && { leftOut }) };
}

/** No component of a line costs a thousand million yuan: so much is a mistake in the pack. */
const dearest = '999999999.99';

function assessComponent(
  { component, rates, fundOf, payTo, counted }: CompiledComponent,
  line: LineFacts,
  on: IsoDate,
): ComponentResult {
  const { scheme } = line;
  const { code } = component;
  const rate = versionOn(rates, on);
  if (!rate) return { kind: 'question', question: `no-rule-in-force-${scheme}-${on}` };
  const steps: string[] = [];
  const quantities = counted.length > 0 ? new Map<string, string>() : undefined;
  const value = rate.amountOf(line, steps, quantities);
  if (isMissing(value)) return questionOf(line, 'rate', value);
  const amount = roundText(value.value, 2);
  if (amount.startsWith('-')) {
    return { kind: 'question', question: `negative-amount-${scheme}-${code}` };
  }
  if (amount.length > dearest.length || !isYuan(amount)) {
    return { kind: 'question', question: `amount-too-large-${scheme}-${code}` };
  }
  const fund = fundOf(line);
  if (typeof fund !== 'string') return questionOf(line, 'fact', fund);
  const payee = payTo(line);
  if (typeof payee !== 'string') return questionOf(line, 'fact', payee);
  const explanation = {
    rule: rateKey(scheme, code),
    version: rate.version.version,
    clause: rate.clause,
    on,
    inputs: inputsOf(line, rate.reads),
    steps,
    amount,
  };
  const found = { component: code, amount, fund, payee, explanation };
  const fewer = quantities && fewerThanFiled(counted, line, quantities);
  return { kind: 'component', component: fewer ? { ...found, counted: fewer } : found };
}

/** The quantities of which a rate pays for less than was filed; undefined where there is none. */
function fewerThanFiled(
  counted: CompiledComponent['counted'],
  line: LineFacts,
  quantities: Quantities,
): Record<string, string> | undefined {
  const fewer = counted.flatMap(({ name, read }) => {
    const paid = quantities.get(name);
    if (paid === undefined || compareText(paid, read(line) ?? '0') === 0) return [];
    return [[name, paid] as const];
  });
  return fewer.length > 0 ? Object.fromEntries(fewer) : undefined;
}

/** The one version whose days hold the key day. */
export function rateInForce(
  rules: CompiledRules,
  { scheme, component, on }: { scheme: string; component: string; on: IsoDate },
): CompiledRate | undefined {
  const parts = rules.schemes.get(scheme)?.components ?? [];
  const rates = parts.find((it) => it.component.code === component)?.rates;
  return rates && versionOn(rates, on);
}

const versionOn = (rates: readonly CompiledRate[], on: IsoDate): CompiledRate | undefined =>
  rates.find(({ version: { from, to } }) => from <= on && (to === undefined || on <= to));

const lacking = (line: LineFacts, of: 'fact' | 'rate', what: string): Question => ({
  kind: 'question',
  question: `no-${of}-${line.scheme}-${what}`,
});

/** What nobody can tell, as a question that names the scheme, or the calendar's year. */
export function questionOf(line: LineFacts, of: 'fact' | 'rate', missing: Missing): Question {
  if (missing.kind === 'asks') return { kind: 'question', question: missing.question };
  return lacking(line, of, missing.what);
}

function inputsOf(line: LineFacts, reads: CompiledRate['reads']): Record<string, string> {
  const inputs: Record<string, string> = { group: line.group };
  for (const { name, read } of reads) {
    const value = read(line);
    if (value !== undefined) inputs[name] = value;
  }
  return inputs;
}
