import { aRisk, creditCodeOf } from '../risk-office.ts';
import { hit, type RiskCase } from './risk-case.ts';

/** What other registers and the line itself say of a person. The training: 3 to 21 August 2020. */
export const personCases: RiskCase[] = [
  {
    risk: 'R5',
    says: 'somebody insured as an employee on a day of the class is declared jobless',
    rule: aRisk('r5', 'listed', {
      lists: ['insured'],
      when: 'during',
      attributes: ['laid-off'],
      show: ['employer'],
    }),
    async setUp({ file, list }) {
      const detail = { employer: creditCodeOf('r5 firm'), wage: '5000.00' };
      await list('insured', [
        { person: 'r5', from: '2020-08-21', to: '2020-09-30', detail },
        { person: 'r5 before', from: '2020-01-01', to: '2020-08-02', detail },
        { person: 'r5 staff', from: '2020-01-01', detail },
      ]);
      const attributes = ['laid-off'];
      const claim = await file({
        by: 'r5',
        lines: [
          { person: 'r5 before', attributes },
          { person: 'r5', attributes },
          { person: 'r5 staff', attributes: ['enterprise-employee'] },
        ],
      });
      const listed = { list: 'insured', version: 1, from: '2020-08-21', to: '2020-09-30' };
      return {
        hits: [hit(claim, [2], { listed: [{ ...listed, employer: detail.employer }] })],
        misses: [],
      };
    },
  },
  {
    risk: 'R6',
    says: 'the public payroll has the person',
    rule: aRisk('r6', 'listed', { lists: ['payroll'], when: 'during' }, { severity: 'stop' }),
    async setUp({ file, list }) {
      await list('payroll', [{ person: 'r6' }, { person: 'r6 later', from: '2020-08-22' }]);
      const claim = await file({ by: 'r6', lines: [{ person: 'r6' }, { person: 'r6 later' }] });
      const listed = { list: 'payroll', from: null, to: null };
      return { hits: [hit(claim, [1], { listed: [listed] })], misses: [] };
    },
  },
  {
    risk: 'R7',
    says: 'the person draws a pension',
    rule: aRisk('r7', 'listed', { lists: ['pension'], when: 'during' }),
    async setUp({ file, list }) {
      await list('pension', [
        { person: 'r7', from: '2020-08-01' },
        { person: 'r7 later', from: '2020-09-01' },
      ]);
      const claim = await file({ by: 'r7', lines: [{ person: 'r7 later' }, { person: 'r7' }] });
      return { hits: [hit(claim, [2], { listed: [{ list: 'pension' }] })], misses: [] };
    },
  },
  {
    risk: 'R7',
    says: 'the person is older than allowed on the first day',
    rule: aRisk('r7-age', 'over-age', { men: '60', women: '55' }),
    async setUp({ file, born }) {
      born('r7 man', '1959-08-03', 'male');
      born('r7 sixty', '1959-08-04', 'male');
      born('r7 woman', '1964-08-03', 'female');
      born('r7 younger', '1964-08-04', 'female');
      const people = ['r7 man', 'r7 sixty', 'r7 woman', 'r7 younger', 'r7 unknown'];
      const claim = await file({ by: 'r7a', lines: people.map((person) => ({ person })) });
      return { hits: [hit(claim, [1, 3], { age: 61, atMost: 60, on: '2020-08-03' })], misses: [] };
    },
  },
  {
    risk: 'R8',
    says: 'the person had left the firm before a month it claims',
    rule: aRisk(
      'r8',
      'left-employer',
      { list: 'employed', employer: 'employer' },
      { schemes: ['on-the-job'] },
    ),
    async setUp({ file, list }) {
      const detail = { employer: creditCodeOf('r8') };
      await list('employed', [
        { person: 'r8', from: '2019-01-01', to: '2020-04-30', detail },
        { person: 'r8 stays', from: '2019-01-01', to: '2020-05-01', detail },
        { person: 'r8 moved', detail: { employer: creditCodeOf('r8 other') } },
      ]);
      const line = { startedOn: '2020-03-01', endedOn: '2020-05-31', months: 3 };
      const people = ['r8 stays', 'r8', 'r8 moved', 'r8 unlisted'];
      const claim = await file({
        by: 'r8',
        scheme: 'on-the-job',
        lines: people.map((person) => ({ person, ...line })),
      });
      const evidence = { months: ['2020-05'], lastListedOn: '2020-04-30', version: 1 };
      return { hits: [hit(claim, [2], evidence)], misses: [] };
    },
  },
  {
    risk: 'R9',
    says: 'the person was dead, or in custody, on a day of the training',
    rule: aRisk('r9', 'listed', { lists: ['deaths', 'custody'], when: 'during' }),
    async setUp({ file, list }) {
      await list('deaths', [
        { person: 'r9', from: '2020-08-21' },
        { person: 'r9 after', from: '2020-08-22' },
      ]);
      await list('custody', [
        { person: 'r9 held', from: '2020-01-01', to: '2020-08-03' },
        { person: 'r9 free', from: '2020-01-01', to: '2020-08-02' },
      ]);
      const people = ['r9', 'r9 after', 'r9 held', 'r9 free'];
      const claim = await file({ by: 'r9', lines: people.map((person) => ({ person })) });
      return { hits: [hit(claim, [1, 3], { listed: [{ list: 'deaths' }] })], misses: [] };
    },
  },
  {
    risk: 'R9',
    says: 'the disability certificate is dated after the training',
    rule: aRisk(
      'r9-disability',
      'listed',
      { lists: ['disability'], when: 'only-after' },
      { groups: ['disabled'] },
    ),
    async setUp({ file, list }) {
      await list('disability', [
        { person: 'r9 new', from: '2020-08-22' },
        { person: 'r9 renewed', from: '2010-01-01', to: '2019-12-31' },
        { person: 'r9 renewed', from: '2020-09-01' },
        { person: 'r9 other', from: '2020-09-01' },
      ]);
      const group = 'disabled';
      const claim = await file({
        by: 'r9d',
        lines: [
          { person: 'r9 renewed', group },
          { person: 'r9 new', group },
          { person: 'r9 other' },
        ],
      });
      return { hits: [hit(claim, [2], { listed: [{ from: '2020-08-22' }] })], misses: [] };
    },
  },
  {
    risk: 'R10',
    says: 'nobody attended: no attendance, none counted, or away from the first day to the last',
    rule: aRisk('r10', 'never-attended', { attended: 'attended-hours', lists: ['away'] }),
    async setUp({ file, list }) {
      await list('away', [
        { person: 'r10 away', from: '2020-08-03', to: '2020-08-21' },
        { person: 'r10 back', from: '2020-08-03', to: '2020-08-20' },
      ]);
      const hours = (value: string) => ({ 'attended-hours': value });
      const claim = await file({
        by: 'r10',
        lines: [
          { person: 'r10 here', facts: hours('0.5') },
          { person: 'r10 none' },
          { person: 'r10 zero', facts: hours('0') },
          { person: 'r10 away', facts: hours('80') },
          { person: 'r10 back', facts: hours('80') },
        ],
      });
      return { hits: [hit(claim, [2, 3, 4], { fact: 'attended-hours' })], misses: [] };
    },
  },
  {
    risk: 'R11',
    says: 'registered outside the unit of the claim',
    rule: aRisk('r11', 'wrong-place', { fact: 'household', within: 'own' }),
    async setUp({ file }) {
      const facts = (household: string) => ({ household });
      const claim = await file({
        by: 'r11',
        lines: [
          { person: 'r11 home', facts: facts('640121') },
          { person: 'r11 away', facts: facts('640221') },
          { person: 'r11 silent' },
        ],
      });
      const evidence = { unit: '640121', places: [{ source: 'household', place: '640221' }] };
      return { hits: [hit(claim, [2], evidence)], misses: [] };
    },
  },
  {
    risk: 'R11',
    says: 'insured outside the region',
    rule: aRisk('r11-list', 'wrong-place', {
      list: 'insured-at',
      place: 'place',
      within: 'region',
    }),
    async setUp({ file, list }) {
      await list('insured-at', [
        { person: 'r11 out', detail: { place: '610100' } },
        { person: 'r11 in', detail: { place: '640221' } },
      ]);
      const claim = await file({ by: 'r11', lines: [{ person: 'r11 in' }, { person: 'r11 out' }] });
      return { hits: [hit(claim, [2], { places: [{ place: '610100' }] })], misses: [] };
    },
  },
  {
    risk: 'R15',
    says: 'attendance below the threshold',
    rule: aRisk('r15', 'attendance-below', { attended: 'attendance', atLeast: '80' }),
    async setUp({ file }) {
      const facts = (attendance: string) => ({ attendance });
      const claim = await file({
        by: 'r15',
        lines: [
          { person: 'r15 good', facts: facts('80') },
          { person: 'r15 bad', facts: facts('79.9') },
          { person: 'r15 silent' },
        ],
      });
      return { hits: [hit(claim, [2], { attended: '79.9', atLeast: '80' })], misses: [] };
    },
  },
];
