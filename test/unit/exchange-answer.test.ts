import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerColumns, readExchangeAnswers } from '../../gateways/exchange-answer.ts';

const heading = answerColumns.join();
const found = 'b-1,1,HG1,found,welder,5,2025-11-28,2026-03-11T09:00:00+08:00';
const read = (...lines: string[]) =>
  readExchangeAnswers(Buffer.from(`${lines.join('\n')}\n`), 'safety');

describe('an answer file', () => {
  test('tells of each line what was found, where and when', () => {
    const unknown = 'b-1,2,"HG,2",not-found,,,,2026-03-11T01:00:00Z';
    expect(read(`\uFEFF${heading}`, found, unknown, 'end,2')).toEqual({
      kind: 'answers',
      batch: 'b-1',
      answers: [
        {
          ref: '1',
          number: 'HG1',
          result: 'verified',
          record: { occupation: 'welder', level: '5', issuedOn: '2025-11-28' },
          source: 'safety',
          checkedAt: '2026-03-11T01:00:00.000Z',
        },
        {
          ref: '2',
          number: 'HG,2',
          result: 'unknown',
          source: 'safety',
          checkedAt: '2026-03-11T01:00:00.000Z',
        },
      ],
    });
  });

  test('is not whole before its last record', () => {
    expect(read(heading, found)).toEqual({ kind: 'incomplete' });
    expect(read(heading, '"cut off in the mid')).toEqual({ kind: 'incomplete' });
    expect(readExchangeAnswers(new Uint8Array(), 'safety')).toEqual({ kind: 'incomplete' });
  });

  test.each([
    ['of another heading', ['batch,line', found, 'end,1'], '首行应为'],
    ['with fewer rows than it says', [heading, found, 'end,2'], '行数'],
    ['with an unknown word', [heading, found.replace('found', 'maybe'), 'end,1'], '第 2 行 result'],
    ['with a day that is none', [heading, found.replace('11-28', '13-28'), 'end,1'], 'issued_on'],
    ['without a day of issue', [heading, found.replace('2025-11-28', ''), 'end,1'], 'issued_on'],
    ['with one line twice', [heading, found, found, 'end,2'], '第 3 行 line'],
    ['of two batches', [heading, found, found.replace('b-1,1', 'b-2,2'), 'end,2'], '批号'],
    ['with a column missing', [heading, 'b-1,1,HG1,found', 'end,1'], '第 2 行'],
    ['with an open quote', [heading, 'b-1,1,"HG1,found', 'end,1'], 'CSV'],
    ['without rows', [heading, 'end,0'], '批号'],
  ])('%s is told of by row and column', (_, lines, reason) => {
    const answer = read(...lines);
    expect(answer).toMatchObject({ kind: 'corrupt', reason: expect.stringContaining(reason) });
  });

  test('of another encoding is told of', () => {
    const gbk = Buffer.concat([Buffer.from(`${heading}\n`), Buffer.from([0xb5, 0xa7, 0x0a])]);
    expect(readExchangeAnswers(gbk, 'safety')).toEqual({
      kind: 'corrupt',
      reason: '不是 UTF-8 文本',
    });
  });

  test('never ends the program, whatever is in it', () => {
    const answersSomething = property(uint8Array(), (bytes) => {
      const noise = Buffer.concat([Buffer.from(`${heading}\n`), bytes, Buffer.from('\nend,1\n')]);
      expect(['corrupt', 'answers', 'incomplete']).toContain(readExchangeAnswers(noise, 's').kind);
    });
    assert(answersSomething);
  });
});
