import fc, { type Arbitrary } from 'fast-check';
import { regionPack, type OwnFact } from '../../domain/region-pack/index.ts';
import type { z } from 'zod';
import type { Codes } from './any-claim.ts';
import { edgeDay } from './any-day.ts';
import { anyFormula, type Subject } from './any-formula.ts';
import { daysLater } from './plain-days.ts';

const named = (...codes: string[]) => codes.map((code) => ({ code, name: `名称 ${code}` }));
const source = { document: '示例', clause: '一' };

const schemes = ['first', 'second', 'third'];
const components = ['fee', 'living', 'exam'];
const groups = ['farmers', 'students', 'rest'];
const levels = ['5', '4', '3', 'a', '1'];

/** What every invented pack has in common: codes and facts to make rules of. */
const alphabet = {
  attributes: named('farmer', 'student', 'poor'),
  groups: [
    { code: 'farmers', name: '农民', precedence: '1', attributes: ['farmer'] },
    { code: 'students', name: '学生', precedence: '2', attributes: ['student'] },
    { code: 'rest', name: '其他', precedence: '3', attributes: [] },
  ],
  occupations: [
    { code: 'welder', name: '焊工', class: 'A', facts: { cost: '1234.50', scarce: 'very' } },
    { code: 'cook', name: '厨师', class: 'B', facts: { cost: '99.99', scarce: 'no' } },
    { code: 'guard', name: '保安', class: 'C' },
  ],
  courses: [
    { code: 'online', name: '网创', scheme: 'first', facts: { 'days-planned': '7.5' } },
    { code: 'idea', name: '创意', scheme: 'second' },
  ],
  facts: [
    { code: 'cost', name: '目录成本', kind: 'yuan', of: 'occupation' },
    { code: 'scarce', name: '紧缺', kind: 'choice', of: 'occupation', values: named('very', 'no') },
    { code: 'days-planned', name: '计划天数', kind: 'number', of: 'course' },
    { code: 'practice', name: '实操课时', kind: 'number', of: 'line' },
    { code: 'spent', name: '支出', kind: 'yuan', of: 'line' },
    { code: 'opened', name: '开业日', kind: 'day', of: 'line' },
    { code: 'employer', name: '所在单位', kind: 'organisation', of: 'line' },
    { code: 'shift', name: '班次', kind: 'choice', of: 'claim', values: named('day', 'night') },
    { code: 'agreed', name: '签有协议', kind: 'yes-no', of: 'claim' },
  ] satisfies OwnFact[],
  lists: named('payroll', 'pension'),
  certificateKinds: named('card', 'pass'),
  funds: [
    { code: 'ledger', name: '专账', document: '示例' },
    { code: 'insurance', name: '基金', document: '示例' },
    { code: 'poverty', name: '扶贫', document: '示例' },
  ],
};

const subject: Subject = {
  numbers: ['hours', 'months', 'feePaid', 'trainingDays', 'ageAtStart', 'cost', 'practice'],
  days: ['startedOn', 'endedOn', 'filedOn', 'acceptedOn', 'certificateIssuedOn', 'opened'],
  choices: {
    group: groups,
    level: levels,
    class: ['A', 'B', 'C'],
    occupation: ['welder', 'cook', 'guard'],
    certificateKind: ['card', 'pass'],
    certified: ['true', 'false'],
    sex: ['male', 'female'],
    claimantKind: ['enterprise', 'institution'],
    scarce: ['very', 'no'],
    shift: ['day', 'night'],
  },
  sets: { attributes: ['farmer', 'student', 'poor'], listed: ['payroll', 'pension'] },
  levels,
};

const { formula, condition } = anyFormula(subject);

const some = (codes: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1, maxLength: codes.length });

/** Left out more often than not, so that most rules apply to somebody. */
const seldom = <T>(it: Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: it });
const given = (it: object) =>
  Object.fromEntries(Object.entries(it).filter(([, value]) => value !== undefined));

const scope = fc
  .record({
    schemes: seldom(some(schemes)),
    groups: seldom(some(groups)),
    if: seldom(condition),
    from: seldom(edgeDay),
    to: seldom(edgeDay),
  })
  .map(given);

/** Up to so many rules, each with a code of its own and the place where it is written. */
function rules(kind: string, rule: Arbitrary<object>, most: number): Arbitrary<unknown[]> {
  return fc.array(fc.tuple(scope, rule), { maxLength: most }).map((all) =>
    all.map(([where, it], at) => ({
      code: `${kind}-${String(at)}`,
      name: `规则 ${kind}`,
      ...where,
      ...given(it),
      ...source,
    })),
  );
}

const requirement = fc.record({
  require: condition,
  components: seldom(some(components)),
  otherwise: seldom(fc.constantFrom('nothing', 'question')),
});

const exclusion = fc.record({
  components: seldom(fc.subarray(components, { minLength: 1 })),
  against: some(schemes),
  same: fc.uniqueArray(fc.constantFrom('occupation', 'level', 'course'), { maxLength: 2 }),
  level: seldom(fc.constantFrom('higher', 'same-or-higher')),
  overlap: seldom(fc.constantFrom('days', 'months')),
  withinMonths: seldom(fc.constantFrom('1', '6', '12')),
});

const limit = fc.record({
  per: fc.oneof(
    fc.constantFrom(['person'], ['person', 'scheme'], ['person', 'occupation', 'level']),
    fc.constant(['person', 'organisation']),
    fc.constantFrom(['organisation'], ['organisation', 'group']),
  ),
  counts: fc.constantFrom(
    'lines',
    'amount',
    'amount',
    'months',
    'hours',
    'feePaid',
    'practice',
    'spent',
    'trainingDays',
  ),
  in: fc.oneof(
    fc.constant('lifetime'),
    fc.constantFrom('startedOn', 'filedOn', 'acceptedOn', 'opened').map((yearOf) => ({ yearOf })),
    fc.record({ from: edgeDay, to: edgeDay }, { requiredKeys: ['from'] }),
  ),
  components: seldom(fc.subarray(components, { minLength: 1 })),
  atMost: fc.constantFrom('1', '2', '3', '6', '40', '500', '500.005', '1000.50', '3000'),
  beyond: fc.constantFrom('refuse', 'reduce'),
  countsBefore: seldom(fc.constant('true')),
});

const payee = fc.constantFrom('claimant', 'person', { organisation: 'employer' });

/** One for all, or by group: the first that names the group, where several do. */
const payees = fc.oneof(
  payee,
  fc.record({
    byGroup: fc.array(fc.record({ groups: fc.subarray(groups, { minLength: 1 }), payee }), {
      minLength: 1,
      maxLength: 2,
    }),
    default: payee,
  }),
);

const scheme = (code: string) =>
  fc
    .record({
      code: fc.constant(code),
      name: fc.constant(code),
      certificateKinds: fc.constantFrom([], [], ['card'], ['card', 'pass']),
      groups: seldom(fc.subarray(groups, { minLength: 2 })),
      keyDate: fc.constantFrom(...keyDates),
      components: fc
        .array(fc.tuple(seldom(condition), payees), { minLength: 1, maxLength: 3 })
        .map((parts) =>
          parts.map(([it, theirs], at) => ({
            code: components[at],
            name: '项目',
            payee: theirs,
            ...(it !== undefined && { if: it }),
          })),
        ),
      instalments: seldom(fc.constant(instalments)),
      certificateRequired: seldom(fc.constant('false')),
      document: seldom(fc.constant('示例')),
      clause: seldom(fc.constant('一')),
    })
    .map(given);

const instalments = [
  { code: 'advance', name: '预拨', ahead: 'true' },
  { code: 'rest', name: '结算' },
];

const keyDates = [
  'startedOn',
  'startedOn',
  'endedOn',
  'filedOn',
  'acceptedOn',
  'certificateIssuedOn',
  'opened',
];

/** The versions of a rate one after the other from a few days on, now and then with a gap. */
const versions = fc
  .tuple(
    fc.uniqueArray(edgeDay, { minLength: 1, maxLength: 3 }),
    fc.array(formula, { minLength: 3, maxLength: 3 }),
    fc.constantFrom(1, 1, 1, 30),
    fc.boolean(),
  )
  .map(([days, formulas, gap, open]) => {
    const starts = days.toSorted();
    return starts.map((start, at) => {
      const from = at === 0 && open ? '2018-01-01' : start;
      const next = starts[at + 1];
      const to = next === undefined ? undefined : daysLater(next, -gap);
      return {
        version: `v${String(at)}`,
        from,
        formula: formulas[at],
        ...(to !== undefined && to >= from && { to }),
        ...(to !== undefined && to < from && { to: from }),
      };
    });
  });

const rates = fc.array(versions, { minLength: 9, maxLength: 9 }).map((all) =>
  all.flatMap((list, at) =>
    list.map((it) => ({
      ...it,
      ...source,
      scheme: schemes[Math.floor(at / 3)],
      component: components[at % 3],
    })),
  ),
);

const routing = fc.record({
  rules: fc.array(
    fc
      .record({
        groups: seldom(some(groups)),
        schemes: seldom(some(schemes)),
        components: seldom(some(components)),
        if: seldom(condition),
        fund: fc.constantFrom('insurance', 'poverty'),
      })
      .map(given),
    { maxLength: 3 },
  ),
  defaultFund: fc.constant('ledger'),
});

const schema = regionPack.pick({
  attributes: true,
  groups: true,
  levels: true,
  occupations: true,
  courses: true,
  facts: true,
  lists: true,
  certificateKinds: true,
  funds: true,
  schemes: true,
  rates: true,
  requirements: true,
  exclusions: true,
  limits: true,
  routing: true,
});

export type InventedRules = z.output<typeof schema>;

/** Invented rules of every kind, read by the schema as written ones are. */
export function anyRules(): Arbitrary<InventedRules> {
  return fc
    .record({
      levels: fc
        .shuffledSubarray(levels, { minLength: levels.length })
        .map((codes) => named(...codes)),
      schemes: fc.tuple(...schemes.map(scheme)),
      rates,
      requirements: rules('ask', requirement, 2),
      exclusions: rules('not-with', exclusion, 2),
      limits: rules('most', limit, 3),
      routing,
    })
    .map((invented) => schema.parse({ ...alphabet, ...invented }));
}

/** What lines of such packs are made of. */
export const inventedCodes = {
  ...alphabet,
  schemes: schemes.map((code) => ({ code })),
  levels: levels.map((code) => ({ code })),
  limits: ['most-0', 'most-1', 'most-2'].map((code) => ({ code })),
  units: [],
} satisfies Codes;
