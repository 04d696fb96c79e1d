import { payeeOf } from '../payee.ts';
import { fundOf } from '../routing.ts';
import { roundToYuan } from '../money.ts';
import type { IsoDate } from '../days.ts';
import type { SchemeComponent } from '../region-pack/index.ts';
import { rateKey, type CompiledRate, type CompiledRules } from './compiled-rules.ts';
import type { Facts } from './formula.ts';
import type { AssessedComponent, Assessment, LineFacts } from './line-facts.ts';

type ComponentResult =
  | { kind: 'component'; component: AssessedComponent }
  | { kind: 'question'; question: string };

/**
 * What a line is worth under the rates in force on its scheme's key day, each component with its
 * fund and its explanation. Nothing is guessed: a gap in the pack is a question.
 */
export function assessLine(rules: CompiledRules, line: LineFacts): Assessment {
  const scheme = rules.schemes.get(line.scheme);
  if (!scheme) return { kind: 'question', question: `no-scheme-${line.scheme}` };
  if (scheme.groups && !scheme.groups.includes(line.group)) {
    return { kind: 'nothing', reason: 'group-not-eligible' };
  }
  if (scheme.certificateKinds.length > 0 && !line.certified) {
    return { kind: 'nothing', reason: 'no-certificate' };
  }
  const on = line[scheme.keyDate];
  const facts = factsOf(rules, line);
  const components: AssessedComponent[] = [];
  for (const component of scheme.components) {
    const result = assessComponent(rules, { line, component, on, facts });
    if (result.kind === 'question') return result;
    components.push(result.component);
  }
  return { kind: 'granted', components };
}

function assessComponent(
  rules: CompiledRules,
  of: { line: LineFacts; component: SchemeComponent; on: IsoDate; facts: Facts },
): ComponentResult {
  const { line, component, on, facts } = of;
  const rate = rateInForce(rules, { scheme: line.scheme, component: component.code, on });
  if (!rate) return { kind: 'question', question: `no-rule-in-force-${line.scheme}-${on}` };

  const steps: string[] = [];
  const value = rate.amountOf(facts, steps);
  if (value.kind === 'lacks') {
    return { kind: 'question', question: `no-rate-${line.scheme}-${value.what}` };
  }
  const amount = roundToYuan(value.value);
  const { version, document, clause } = rate.version;
  const rule = rateKey(line.scheme, component.code);
  const explanation = {
    rule,
    version,
    clause: `${document} ${clause}`,
    on,
    inputs: inputsOf(facts),
    steps,
    amount,
  };
  const { group, scheme } = line;
  const fund = fundOf(rules.routing, { group, scheme, component: component.code });
  const payee = payeeOf(component, group);
  return {
    kind: 'component',
    component: { component: component.code, amount, fund, payee, explanation },
  };
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

function factsOf(rules: CompiledRules, line: LineFacts): Facts {
  const { group, occupation, course, level, certificateKind, months, hours, feePaid } = line;
  const occupationClass =
    occupation === undefined ? undefined : rules.occupationClasses.get(occupation);
  return {
    group,
    ...(occupationClass !== undefined && { class: occupationClass }),
    ...(occupation !== undefined && { occupation }),
    ...(course !== undefined && { course }),
    ...(level !== undefined && { level }),
    ...(certificateKind !== undefined && { certificateKind }),
    ...(months !== undefined && { months: String(months) }),
    ...(hours !== undefined && { hours: String(hours) }),
    ...(feePaid !== undefined && { feePaid }),
  };
}

function inputsOf(facts: Facts): Record<string, string> {
  return Object.fromEntries(Object.entries(facts));
}
