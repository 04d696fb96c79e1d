import { sql } from 'kysely';
import { aRisk, creditCodeOf, type FiledLine } from '../risk-office.ts';
import { hit, type RiskCase } from './risk-case.ts';

const people = (prefix: string, count: number, line: Partial<FiledLine> = {}): FiledLine[] =>
  Array.from({ length: count }, (_, at) => ({ person: `${prefix} ${String(at)}`, ...line }));

const certificates = (prefix: string, count: number, issuedOn: string): FiledLine[] =>
  people(prefix, count).map((it, at) => ({
    ...it,
    issuedOn,
    certificateNo: `${prefix}${String(at).padStart(6, '0')}`,
  }));

/** Bodies, claimants, classes and money. */
export const claimCases: RiskCase[] = [
  {
    risk: 'R12',
    says: 'a new body issues many certificates at once',
    rule: aRisk('r12', 'mass-issue', {
      numberFrom: '1',
      numberLength: '4',
      atLeast: '6',
      withinDays: '30',
      newForDays: '60',
    }),
    async setUp({ file }) {
      const claim = (lines: FiledLine[]) => file({ by: 'r12', lines });
      const first = await claim(certificates('NEW1', 3, '2020-08-01'));
      const second = await claim(certificates('NEW1X', 3, '2020-08-30'));
      const slow = [
        await claim(certificates('SLOW', 3, '2020-08-01')),
        await claim(certificates('SLOWX', 3, '2020-08-31')),
      ];
      const old = [
        await claim(certificates('OLD1', 1, '2019-01-01')),
        await claim(certificates('OLD1X', 6, '2020-08-30')),
      ];
      const bodies = [{ body: 'NEW1', certificates: 6, upTo: '2020-08-30', firstOn: '2020-08-01' }];
      return {
        hits: [hit(first, [0], { bodies }), hit(second, [0], { bodies })],
        misses: [...slow, ...old],
      };
    },
  },
  {
    risk: 'R12',
    says: 'one claimant takes most of what a unit grants',
    rule: aRisk('r12-share', 'payee-share', { abovePercent: '50', atLeast: '5000.00' }),
    async setUp({ file }) {
      const claim = (by: string, unit: string, amount: string) =>
        file({ by, unit, lines: [{ person: `${by} ${unit} ${amount}`, amount }] });
      const early = await claim('r12 top', '640181', '4000.00');
      const top = await claim('r12 top', '640181', '2000.00');
      const rest = await claim('r12 rest', '640181', '5900.00');
      const half = [
        await claim('r12 half', '640122', '6000.00'),
        await claim('r12 other half', '640122', '6000.00'),
      ];
      const evidence = { year: 2020, unit: '640181', amount: '6000.00', ofUnit: '11900.00' };
      return { hits: [hit(top, [0], evidence)], misses: [early, rest, ...half] };
    },
  },
  {
    risk: 'R13',
    says: 'the business scope has no word of the occupation',
    rule: aRisk('r13', 'scope-lacks-occupation', {
      list: 'firms',
      scope: 'scope',
      words: { welder: ['焊'] },
    }),
    async setUp({ file, list }) {
      await list('firms', [
        { creditCode: creditCodeOf('r13 cook'), detail: { scope: '餐饮服务' } },
        { creditCode: creditCodeOf('r13 weld'), detail: { scope: '焊接技术培训；餐饮服务' } },
      ]);
      const claim = (by: string, occupation: string) =>
        file({ by, lines: [{ person: `${by} ${occupation}`, occupation }] });
      const evidence = { occupation: 'welder', scope: '餐饮服务', version: 1 };
      return {
        hits: [hit(await claim('r13 cook', 'welder'), [1], evidence)],
        misses: [
          await claim('r13 weld', 'welder'),
          await claim('r13 cook', 'electrician'),
          await claim('r13 unknown', 'welder'),
        ],
      };
    },
  },
  {
    risk: 'R14',
    says: 'many claimants have one account',
    rule: aRisk('r14', 'shared-account', { above: '2' }),
    async setUp({ file }) {
      const claim = (by: string, account: string) => file({ by, account, lines: [{ person: by }] });
      const shared = [
        await claim('r14 a', 'r14 many'),
        await claim('r14 b', 'r14 many'),
        await claim('r14 c', 'r14 many'),
      ];
      const two = [await claim('r14 d', 'r14 few'), await claim('r14 e', 'r14 few')];
      return { hits: shared.map((it) => hit(it, [0], { payees: 3 })), misses: two };
    },
  },
  {
    risk: 'R14',
    says: 'many trainees who are paid themselves have one account',
    rule: aRisk('r14-own', 'shared-account', { above: '2' }),
    async setUp({ file }) {
      const own = (prefix: string, count: number) =>
        people(prefix, count, { account: `${prefix} account` });
      const claim = await file({ by: 'r14 o', lines: [...own('r14 f', 2), ...own('r14 m', 3)] });
      return { hits: [hit(claim, [3, 4, 5], { payees: 3 })], misses: [] };
    },
  },
  {
    risk: 'R14',
    says: 'many persons have one phone, whose number is not told',
    rule: aRisk('r14-phone', 'shared-value', { fact: 'phone', above: '2' }),
    async setUp({ file }) {
      const phone = (prefix: string, count: number, number: string) =>
        people(prefix, count, { facts: { phone: number } });
      const many = await file({ by: 'r14p', lines: phone('r14p many', 3, '13900000001') });
      const few = await file({ by: 'r14p', lines: phone('r14p few', 2, '13900000002') });
      return { hits: [hit(many, [1, 2, 3], { fact: 'phone', persons: 3 })], misses: [few] };
    },
  },
  {
    risk: 'R15',
    says: 'attendance is too regular',
    rule: aRisk('r15-same', 'attendance-regular', {
      attended: 'attendance',
      linesAtLeast: '10',
      sharePercent: '90',
    }),
    async setUp({ file }) {
      const claim = (same: number, others: number) => {
        const prefix = `r15 ${String(same)}`;
        return file({
          by: 'r15s',
          lines: [
            ...people(prefix, same, { facts: { attendance: '100' } }),
            ...people(`${prefix} others`, others).map((it, at) => ({
              ...it,
              facts: { attendance: String(80 + at) },
            })),
          ],
        });
      };
      return {
        hits: [hit(await claim(9, 1), [0], { attended: '100', lines: 10, same: 9 })],
        misses: [await claim(8, 2), await claim(7, 0)],
      };
    },
  },
  {
    risk: 'R16',
    says: 'more trainees than approved, or than a class may have',
    rule: aRisk('r16', 'roster-too-large', { approved: 'approved-size', atMost: '5' }),
    async setUp({ file }) {
      const claim = (count: number, approved?: string) =>
        file({
          by: 'r16',
          ...(approved !== undefined && { facts: { 'approved-size': approved } }),
          lines: people(`r16 ${String(count)} ${approved ?? ''}`, count),
        });
      return {
        hits: [
          hit(await claim(4, '3'), [0], { lines: 4, atMost: 3 }),
          hit(await claim(6), [0], { lines: 6, atMost: 5 }),
        ],
        misses: [await claim(3, '3'), await claim(5)],
      };
    },
  },
  {
    risk: 'R17',
    says: 'the certificate was issued before the class was over',
    rule: aRisk('r17', 'issued-before-end', {}),
    async setUp({ file }) {
      const claim = await file({
        by: 'r17',
        lines: [
          { person: 'r17 same day', issuedOn: '2020-08-21' },
          { person: 'r17', issuedOn: '2020-08-20' },
          { person: 'r17 unknown' },
        ],
      });
      const evidence = { issuedOn: '2020-08-20', endedOn: '2020-08-21' };
      return { hits: [hit(claim, [2], evidence)], misses: [] };
    },
  },
  {
    risk: 'R17',
    says: 'the body that evaluated belongs to whom the trainer belongs to',
    rule: aRisk('r17-tied', 'tied-body', {
      body: 'evaluator',
      list: 'register',
      columns: ['legal-representative'],
    }),
    async setUp({ file, list, personHash }) {
      const owned = (by: string, owner: string) => ({
        creditCode: creditCodeOf(by),
        detail: { 'legal-representative': personHash(owner).toString('hex') },
      });
      await list('register', [
        owned('r17 trainer', 'r17 owner'),
        owned('r17 body', 'r17 owner'),
        owned('r17 free', 'r17 nobody'),
      ]);
      const line = (body: string) => ({
        person: `r17 by ${body}`,
        facts: { evaluator: creditCodeOf(body) },
      });
      const claim = await file({
        by: 'r17 trainer',
        lines: [line('r17 free'), line('r17 body'), line('r17 trainer')],
      });
      const body = creditCodeOf('r17 body');
      return {
        hits: [hit(claim, [2, 3], { body, tiedBy: ['legal-representative'] })],
        misses: [],
      };
    },
  },
  {
    risk: 'R19',
    says: 'the rate of another version was applied',
    rule: aRisk('r19', 'wrong-rate-version', {}),
    async setUp({ db, file, pack }) {
      const versions = pack.rates.filter((it) => it.scheme === 'skill-level');
      const [first, second] = versions.toSorted((a, b) => a.from.localeCompare(b.from));
      const claim = await file({ by: 'r19', lines: people('r19', 2) });
      for (const [at, version] of [first?.version, second?.version].entries()) {
        const explanation = JSON.stringify({ version });
        await sql`insert into line_component (claim_id, line_no, component, amount, fund,
            account_id, explanation)
          select id, ${at + 1}::int, 'training', 1000, 'skills-ledger', account_id,
            ${explanation}::jsonb from claim where id = ${claim}`.execute(db);
      }
      const applied = { applied: second?.version, inForce: first?.version, on: '2020-08-03' };
      return { hits: [hit(claim, [2], { components: [applied] })], misses: [] };
    },
  },
  {
    risk: 'R20',
    says: 'fewer passed than planned',
    rule: aRisk('r20', 'fewer-passes', { planned: 'planned', atLeastPercent: '90' }),
    async setUp({ file }) {
      const claim = (passes: number) =>
        file({
          by: 'r20',
          facts: { planned: '10' },
          lines: people(`r20 ${String(passes)}`, 10).map((it, at) => ({
            ...it,
            certificateState: at < passes ? 'verified' : 'failed',
          })),
        });
      return {
        hits: [hit(await claim(8), [0], { planned: '10', passes: 8 })],
        misses: [await claim(9)],
      };
    },
  },
  {
    risk: 'R21',
    says: 'claims just below a threshold together exceed it',
    rule: aRisk('r21', 'split-claims', {
      threshold: '100000.00',
      nearPercent: '90',
      withinDays: '10',
      claimsAtLeast: '2',
      of: 'organisation',
    }),
    async setUp({ file }) {
      const claim = (by: string, on: string, amount: string) =>
        file({ by, on, lines: [{ person: `${by} ${on}`, amount }] });
      const pair = [
        await claim('r21', '2020-09-01', '99000.00'),
        await claim('r21', '2020-09-11', '90000.00'),
      ];
      const small = await claim('r21', '2020-09-05', '89999.99');
      const later = await claim('r21', '2020-09-22', '95000.00');
      const other = await claim('r21 other', '2020-09-01', '99000.00');
      return {
        hits: pair.map((it) => hit(it, [0], { total: '189000.00', threshold: '100000.00' })),
        misses: [small, later, other],
      };
    },
  },
];
