import { aRisk } from '../risk-office.ts';
import { hit, type RiskCase } from './risk-case.ts';

const welder = { occupation: 'welder', level: '4' };

/** What a person was granted before, and what happens to one person at the same time. */
export const grantedBeforeCases: RiskCase[] = [
  {
    risk: 'R1',
    says: 'the same occupation and level is claimed again, the later claim is found',
    rule: aRisk('r1', 'paid-before', { same: ['occupation', 'level'] }),
    async setUp({ file }) {
      const first = await file({
        by: 'r1a',
        on: '2020-03-01',
        lines: [{ person: 'r1', ...welder }],
      });
      const again = await file({
        by: 'r1b',
        scheme: 'qualification',
        on: '2020-09-01',
        lines: [
          { person: 'r1 other', ...welder },
          { person: 'r1', ...welder },
        ],
      });
      const higher = await file({
        by: 'r1b',
        on: '2020-10-01',
        lines: [{ person: 'r1', ...welder, level: '3' }],
      });
      const worthless = await file({
        by: 'r1b',
        on: '2020-11-01',
        lines: [{ person: 'r1', ...welder, amount: '0.00' }],
      });
      return {
        hits: [
          hit(again, [2], { earlier: [{ lineNo: 1, scheme: 'skill-level', amount: '1000.00' }] }),
        ],
        misses: [first, higher, worthless],
      };
    },
  },
  {
    risk: 'R1',
    says: 'a list of subsidies paid elsewhere has it',
    rule: aRisk('r1-list', 'paid-before', { same: ['occupation', 'level'], lists: ['elsewhere'] }),
    async setUp({ file, list }) {
      const detail = { occupation: 'welder', level: '4' };
      await list('elsewhere', [
        { person: 'r1l', from: '2020-02-01', detail },
        { person: 'r1l later', from: '2020-12-01', detail },
        { person: 'r1l lower', from: '2020-02-01', detail: { ...detail, level: '5' } },
      ]);
      const claim = (person: string) => file({ by: 'r1l', lines: [{ person, ...welder }] });
      const listed = { list: 'elsewhere', version: 1, from: '2020-02-01' };
      return {
        hits: [hit(await claim('r1l'), [1], { earlier: [listed] })],
        misses: [await claim('r1l later'), await claim('r1l lower')],
      };
    },
  },
  {
    risk: 'R2',
    says: 'the fourth of a year is one too many',
    rule: aRisk('r2', 'count-above', { atMost: '3', in: 'year' }),
    async setUp({ file }) {
      const claim = (month: string, year = '2020') =>
        file({
          by: 'r2',
          on: `${year}-${month}-28`,
          lines: [
            { person: 'r2', startedOn: `${year}-${month}-01`, endedOn: `${year}-${month}-05` },
          ],
        });
      const three = [await claim('01'), await claim('02'), await claim('03')];
      const nextYear = await claim('01', '2021');
      const fourth = await claim('11');
      return {
        hits: [hit(fourth, [1], { count: 4, atMost: 3, year: 2020 })],
        misses: [...three, nextYear],
      };
    },
  },
  {
    risk: 'R2',
    says: 'those paid elsewhere count for the whole life',
    rule: aRisk('r2-life', 'count-above', { atMost: '2', in: 'lifetime', lists: ['r2-paid'] }),
    async setUp({ file, list }) {
      await list('r2-paid', [
        { person: 'r2l', from: '2015-02-01' },
        { person: 'r2l', from: '2017-02-01' },
        { person: 'r2m', from: '2017-02-01' },
      ]);
      const claim = (person: string) => file({ by: 'r2l', lines: [{ person }] });
      return {
        hits: [hit(await claim('r2l'), [1], { count: 3, elsewhere: 2 })],
        misses: [await claim('r2m')],
      };
    },
  },
  {
    risk: 'R3',
    says: 'a lower level comes after a higher one of the same occupation',
    rule: aRisk('r3', 'lower-after-higher', {}),
    async setUp({ file }) {
      const claim = (on: string, occupation: string, level: string) =>
        file({ by: 'r3', on, lines: [{ person: 'r3', occupation, level }] });
      const higher = await claim('2020-03-01', 'welder', '3');
      const lower = await claim('2020-09-01', 'welder', '5');
      const other = await claim('2020-10-01', 'electrician', '5');
      const highest = await claim('2020-11-01', 'welder', '2');
      return {
        hits: [hit(lower, [1], { earlier: [{ level: '3' }] })],
        misses: [higher, other, highest],
      };
    },
  },
  {
    risk: 'R4',
    says: 'two classes meet on a day, unless at different hours; both are found',
    rule: aRisk('r4', 'overlapping-classes', { slot: 'class-hours' }),
    async setUp({ file }) {
      const claim = (person: string, startedOn: string, endedOn: string, hours?: string) =>
        file({
          by: `r4 ${startedOn} ${hours ?? ''}`,
          lines: [
            { person, startedOn, endedOn, ...(hours && { facts: { 'class-hours': hours } }) },
          ],
        });
      const first = await claim('r4', '2020-08-03', '2020-08-21');
      const second = await claim('r4', '2020-08-21', '2020-08-28');
      const day = await claim('r4 m', '2020-08-03', '2020-08-21', 'morning');
      const evening = await claim('r4 m', '2020-08-10', '2020-08-15', 'evening');
      const after = await claim('r4', '2020-08-29', '2020-09-05');
      return {
        hits: [
          hit(first, [1], { others: [{ startedOn: '2020-08-21' }] }),
          hit(second, [1], { others: [{ endedOn: '2020-08-21' }] }),
        ],
        misses: [day, evening, after],
      };
    },
  },
  {
    risk: 'R18',
    says: 'two firms claim a person for the same month, or one does beside an apprenticeship',
    rule: aRisk(
      'r18',
      'same-month',
      { against: ['on-the-job', 'new-apprenticeship'] },
      { schemes: ['on-the-job'] },
    ),
    async setUp({ file }) {
      const claim = (by: string, person: string, scheme: string, from: string, months?: number) =>
        file({
          by,
          scheme,
          lines: [
            {
              person,
              startedOn: from,
              endedOn: `${from.slice(0, 4)}-12-31`,
              ...(months && { months }),
            },
          ],
        });
      const first = await claim('r18a', 'r18', 'on-the-job', '2020-03-15', 3);
      const second = await claim('r18b', 'r18', 'on-the-job', '2020-05-01', 2);
      const later = await claim('r18c', 'r18', 'on-the-job', '2020-07-01', 2);
      const own = await claim('r18c', 'r18', 'on-the-job', '2020-08-01', 2);
      const apprentice = await claim('r18d', 'r18 a', 'new-apprenticeship', '2020-01-01');
      const paid = await claim('r18d', 'r18 a', 'on-the-job', '2020-12-01', 1);
      return {
        hits: [
          hit(first, [1], { others: [{ startedOn: '2020-05-01' }] }),
          hit(second, [1], { others: [{ startedOn: '2020-03-15' }] }),
          hit(paid, [1], { others: [{ scheme: 'new-apprenticeship' }] }),
        ],
        misses: [later, own, apprentice],
      };
    },
  },
];
