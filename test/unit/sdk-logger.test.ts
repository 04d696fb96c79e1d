import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { sdkLogger } from '../../worker/sdk-logger.ts';

test('the worker’s log names the step that failed and the kind of error, never its text', () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = sdkLogger(pino({ base: null, timestamp: false }, sink));
  const error = Object.assign(new TypeError('示例姓名 640121199001011234'), { code: '23505' });
  const step = { workflowId: 'claim-1', activityType: 'assessClaim', attempt: 3 };
  logger.warn('Activity failed', { ...step, activityId: '7', error });
  logger.error('Worker failed');
  logger.info('not of interest');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    { level: 40, ...step, error: 'TypeError', code: '23505', msg: 'Activity failed' },
    { level: 50, msg: 'Worker failed' },
  ]);
});
