import { describe, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { filingClosed } from '../../domain/filing-window.ts';
import {
  accepts as acceptsRule,
  open as openRule,
} from '../../domain/region-pack/filing-window.ts';

const source = { document: '示例〔2021〕1号', clause: '第三条' };
const accepts = { dayTo: 15, ...source };
const open = {
  from: isoDate('2020-06-15'),
  to: isoDate('2020-12-31'),
  document: '示例〔2020〕2号',
  clause: '第五条',
};

describe('a scheme that takes claims until the 15th, within a year', () => {
  test.each([
    ['2020-06-15', { accepts, open }, undefined],
    ['2020-07-01', { accepts, open }, undefined],
    ['2020-07-15', { accepts, open }, undefined],
    ['2020-07-16', { accepts, open }, { ...source, opensOn: '2020-08-01' }],
    // 已过最后一个受理期：不再受理
    ['2020-12-16', { accepts, open }, { ...source, opensOn: undefined }],
    ['2020-06-14', { open }, { document: open.document, clause: '第五条', opensOn: '2020-06-15' }],
    ['2021-01-01', { open }, { document: open.document, clause: '第五条', opensOn: undefined }],
    ['2020-12-31', { open }, undefined],
    ['2021-07-16', {}, undefined],
    [
      '2020-05-01',
      { accepts, open: { ...open, from: isoDate('2020-06-20') } },
      {
        document: open.document,
        clause: '第五条',
        opensOn: '2020-07-01',
      },
    ],
    ['2021-02-27', { accepts: { dayFrom: 31, ...source } }, { ...source, opensOn: '2021-02-28' }],
    ['2021-02-28', { accepts: { dayFrom: 31, ...source } }, undefined],
    [
      '2021-03-05',
      { accepts: { dayFrom: 10, dayTo: 20, ...source } },
      {
        ...source,
        opensOn: '2021-03-10',
      },
    ],
  ])('on %s', (on, scheme, closed) => {
    expect(filingClosed(scheme, isoDate(on))).toEqual(closed);
  });
});

test('a pack that would never take a claim is told', () => {
  const wrong = acceptsRule.safeParse({ dayFrom: '16', dayTo: '15', ...source });
  expect(wrong.error?.issues[0]?.message).toBe('dayTo 不能早于 dayFrom');
  const ended = openRule.safeParse({ from: '2020-02-01', to: '2020-01-01', ...source });
  expect(ended.error?.issues[0]?.message).toBe('截止日不能早于开始日');
});
