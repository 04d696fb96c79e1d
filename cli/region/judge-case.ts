import type { PackInForce } from '../../db/pack.ts';
import { demanded } from '../../domain/materials.ts';
import { sum, ZERO } from '../../domain/money.ts';
import { codeOfPaid, type PaidTo } from '../../domain/payee.ts';
import type { Payee } from '../../domain/region-pack/index.ts';
import type { ExpectedClock, ExpectedResult, WorkedCase } from '../../domain/region-pack/cases.ts';
import type { AssessedComponent, Assessment } from '../../domain/rules/index.ts';
import { lastDayOf } from './case-clocks.ts';
import { workOut, type WorkedOut } from './work-out.ts';

/** What a case says should come out, or what did, each written in the same way. */
export type CaseOutcome = {
  group: string;
  result: object;
  chain?: readonly string[];
  materials?: readonly string[];
  clocks?: readonly { of: string; last: string; silence?: string }[];
};

export type JudgedCase = { expected: CaseOutcome; got: CaseOutcome; ok: boolean };

/** Works a case out and holds the outcome against what its author expects. */
export function judgeCase(inForce: PackInForce, it: WorkedCase): JudgedCase {
  const worked = workOut(inForce, it);
  const expected: CaseOutcome = {
    group: it.group,
    result: it.expected,
    ...(it.chain && { chain: it.chain }),
    ...(it.materials && { materials: it.materials.toSorted() }),
    ...(it.clocks && { clocks: it.clocks.map(withoutStart) }),
  };
  const got: CaseOutcome = {
    group: worked.group,
    result: resultOf(worked, it.expected),
    ...(it.chain && { chain: worked.steps.map(({ name }) => name) }),
    ...(it.materials && { materials: demandedOf(inForce, worked) }),
    ...(it.clocks && {
      clocks: it.clocks.map((clock) => ({
        of: clock.of,
        last: lastDayOf(inForce, worked, clock),
        ...(clock.silence !== undefined && { silence: afterwards(worked, clock.of) }),
      })),
    }),
  };
  return { expected, got, ok: sorted(expected) === sorted(got) };
}

/** What the claim must carry for the line of the case, in the order of the codes. */
function demandedOf({ rules }: PackInForce, { line, group }: WorkedOut): string[] {
  const scheme = rules.schemes.get(line.scheme)?.scheme;
  return demanded(scheme ?? {}, [group])
    .map(({ code }) => code)
    .toSorted();
}

const withoutStart = ({ of, last, silence }: ExpectedClock) => ({
  of,
  last,
  ...(silence !== undefined && { silence }),
});

/** What a step's silence means when its last day is over. */
const afterwards = ({ steps }: WorkedOut, of: string): string =>
  steps.find(({ name }) => name === of)?.silence?.means ?? '继续等待';

/** The outcome with just those details that the author wrote down. */
function resultOf({ notFiled, assessment, line }: WorkedOut, expected: ExpectedResult): object {
  if (notFiled.length > 0) return { notFiled: notFiled.map(({ reason }) => reason) };
  switch (assessment.kind) {
    case 'question':
      return { question: assessment.question };
    case 'nothing':
      return refused(assessment, expected);
    case 'granted':
      return granted(assessment, expected, line.own);
  }
}

function refused(
  { reason, by }: Extract<Assessment, { kind: 'nothing' }>,
  expected: ExpectedResult,
): object {
  const earlier = (by?.earlier ?? []).map(({ claimNo }) => claimNo);
  return {
    amount: ZERO,
    reason,
    ...('clause' in expected && { clause: by?.clause ?? '' }),
    ...('earlier' in expected && { earlier }),
  };
}

function granted(
  { components, leftOut = [] }: Extract<Assessment, { kind: 'granted' }>,
  expected: ExpectedResult,
  facts: Facts,
): object {
  if ('components' in expected) {
    const details = components.map((it) => {
      const asked = expected.components[it.component];
      const { amount, fund, payee, explanation } = it;
      return [
        it.component,
        {
          amount,
          fund,
          ...(asked?.payee !== undefined && { payee: payeeAs(asked.payee, payee, facts) }),
          ...(asked?.rate !== undefined && { rate: explanation.version }),
        },
      ] as const;
    });
    const left = leftOut.map(({ component, rule }) => [component, rule] as const);
    return {
      components: Object.fromEntries(details),
      ...(expected.leftOut && { leftOut: Object.fromEntries(left) }),
    };
  }
  const only = components.length === 1 ? components[0] : undefined;
  const joined = (of: (it: AssessedComponent) => string) => components.map(of).join(' ');
  return {
    amount: sum(components.map(({ amount }) => amount)),
    fund: joined(({ fund }) => fund),
    rate: joined(({ explanation }) => explanation.version),
    ...('payee' in expected && {
      payee: only ? payeeAs(expected.payee, only.payee, facts) : joined(({ payee }) => payee),
    }),
  };
}

type Facts = Readonly<Record<string, string>> | undefined;

/** An organisation in the words of the case, by the fact that names it, where it is that one. */
function payeeAs(asked: Payee | undefined, paid: PaidTo, facts: Facts): Payee {
  const code = codeOfPaid(paid);
  if (code === undefined) return paid === 'person' ? 'person' : 'claimant';
  const named = typeof asked === 'object' && facts?.[asked.organisation] === code;
  return named ? asked : { organisation: code };
}

/** As text with the keys of every object in order, so that two are equal when their texts are. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, it: unknown) =>
    typeof it === 'object' && it !== null && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : it,
  );
}
