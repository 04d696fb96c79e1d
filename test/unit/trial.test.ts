import { assert, bigInt, constantFrom, property, record, array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { yuan, yuanFromFen, ZERO } from '../../domain/money.ts';
import {
  fundBalances,
  fundChanges,
  grantHistory,
  type FundMovement,
  type LineChange,
} from '../../domain/trial/index.ts';
import { wholeCell } from '../../cli/simulate/trial-workbook.ts';

describe('fundBalances', () => {
  const moved = (on: string, amount: string, unit = 'a'): FundMovement => ({
    fund: 'f',
    unit,
    on: isoDate(on),
    amount: yuan(amount),
  });

  test('lets what is raised on a day pay what is approved on it', () => {
    const raised = [moved('2021-03-01', '100.00'), moved('2021-05-01', '50.00')];
    const approved = [moved('2021-03-01', '100.00'), moved('2021-05-01', '50.00')];
    const [whole] = fundBalances({ raised, approved, changes: [] });
    expect(whole).toMatchObject({ unit: null, runsOutBefore: null, runsOutAfter: null });
    const changes = [moved('2021-05-01', '0.01')];
    expect(fundBalances({ raised, approved, changes })[0]).toMatchObject({
      after: '150.01',
      runsOutBefore: null,
      runsOutAfter: '2021-05-01',
    });
  });

  test('tells the unit whose part is spent while the fund as a whole has enough', () => {
    const raised = [moved('2021-03-01', '10.00', 'a'), moved('2021-03-01', '90.00', 'b')];
    const approved = [moved('2021-03-02', '11.00', 'a')];
    expect(fundBalances({ raised, approved, changes: [] })).toMatchObject([
      { unit: null, runsOutBefore: null },
      { unit: 'a', runsOutBefore: '2021-03-02' },
      { unit: 'b', runsOutBefore: null },
    ]);
  });
});

describe('fundChanges', () => {
  const on = isoDate('2021-03-01');
  const line = (lineNo: number, before: string, after: string): LineChange => {
    const part = { component: 'c', fund: 'f', payee: 'claimant' as const, on };
    return {
      claimNo: 'n',
      lineNo,
      personId: `p${String(lineNo)}`,
      organisationId: 'o',
      unit: 'a',
      group: 'g',
      scheme: 's',
      decidedOn: on,
      before: ZERO,
      after: ZERO,
      approvedBefore: [{ ...part, amount: yuan(before) }],
      approvedAfter: [{ ...part, amount: yuan(after) }],
      moved: false,
      refusedBefore: null,
      refusedAfter: null,
      question: null,
    };
  };
  const amounts = (...lines: LineChange[]) => fundChanges(lines).map(({ amount }) => amount);

  test('bring nothing back to a fund that is only owed to it', () => {
    // The line owed 3000 back; under the draft it gets 3000 more.
    expect(amounts(line(1, '-3000.00', '3000.00'))).toEqual(['3000.00']);
    expect(amounts(line(1, '3000.00', '-3000.00'))).toEqual(['-3000.00']);
    expect(amounts(line(1, '-3000.00', '-1000.00'))).toEqual([]);
  });

  test('set off what a payee owes within a claim against what it gets', () => {
    expect(amounts(line(1, '3000.00', '3000.00'), line(2, '-2000.00', '500.00'))).toEqual([
      '2500.00',
    ]);
  });
});

describe('grantHistory', () => {
  const line = { scheme: 's', group: 'g', certified: true } as const;
  const day = isoDate('2021-03-01');
  const facts = { ...line, startedOn: day, endedOn: day };
  const granted = (lineNo: number, quantity: string) => ({
    personId: 'p',
    grant: { claimNo: 'c', lineNo, line: facts, amount: yuan('1.00') },
    uses: [{ limit: 'l', subject: 'x', quantity, atMost: '99' }],
  });
  const used = (history: ReturnType<typeof grantHistory>) =>
    history.usedOf([{ limit: 'l', subject: 'x' }]).get('l x');

  test('counts a line that is put again once, and one that is removed not at all', () => {
    const history = grantHistory();
    history.put(granted(1, '2'));
    history.put(granted(1, '3.5'));
    history.put(granted(2, '1'));
    expect(used(history)).toBe('4.5');
    history.remove('p', { claimNo: 'c', lineNo: 1 });
    history.remove('p', { claimNo: 'c', lineNo: 1 });
    expect(used(history)).toBe('1');
    expect(history.earlier('p', 'other').map(({ lineNo, uses }) => [lineNo, uses])).toEqual([
      [2, { l: '1' }],
    ]);
    expect(history.earlier('p', 'c')).toEqual([]);
  });

  test('ends where it began when all that was put is removed', () => {
    const steps = array(
      record({ lineNo: constantFrom(1, 2, 3), quantity: constantFrom('1', '0.7') }),
    );
    assert(
      property(steps, (all) => {
        const history = grantHistory();
        for (const { lineNo, quantity } of all) history.put(granted(lineNo, quantity));
        for (const lineNo of [1, 2, 3]) history.remove('p', { claimNo: 'c', lineNo });
        expect(Number(used(history))).toBe(0);
      }),
    );
  });
});

test('a cell of the workbook gives back every amount that the database can hold', () => {
  const anyFen = bigInt({ min: -99_999_999_999_999n, max: 99_999_999_999_999n });
  assert(
    property(anyFen, (fen) => {
      const amount = yuanFromFen(fen);
      expect(wholeCell(amount).toFixed(2)).toBe(amount);
    }),
  );
});
