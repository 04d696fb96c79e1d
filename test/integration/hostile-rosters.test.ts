import { beforeAll, describe, expect, test } from 'vitest';
import { RowChecks, type CheckedRows } from '../../api/rosters/row-checks.ts';
import { compileRules } from '../../domain/rules/index.ts';
import { workingCalendar } from '../../domain/working-calendar.ts';
import { isoDate } from '../../domain/days.ts';
import { rosterTemplateOf } from '../../domain/roster/template.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { rosterReader, type RosterReading } from '../../gateways/roster/reader.ts';
import { hostileFiles, type Expected, type HostileFile } from '../support/hostile-rosters/index.ts';
import { ningxia } from '../support/region-folder.ts';

// Every file goes the way a sent one goes, up to where it would be stored.

const memoryBytesMax = 512 * 1024 * 1024;
const chinese = /\p{Script=Han}/u;
const reader = rosterReader({ atOnce: 3, timeMs: 30_000 });
const files = hostileFiles();

type Answer = { reading: RosterReading; checked: CheckedRows };

describe('hostile roster files', async () => {
  const pack = await loadRegionPack(ningxia);
  const inForce = { pack, rules: compileRules(pack), calendar: workingCalendar(pack.calendar) };
  const template = rosterTemplateOf(pack, 'training-pass');
  const answers = new Map<string, Answer>();

  async function answerTo({ make }: HostileFile): Promise<Answer> {
    if (!template) throw new Error('no template');
    const checks = new RowChecks(inForce, template, isoDate('2026-03-10'));
    const reading = await reader.read(make(), template, (rows) => checks.take(rows));
    return { reading, checked: checks.finish() };
  }

  beforeAll(async () => {
    const waiting = [...files];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        answers.set(next.name, await answerTo(next));
      }
    };
    await Promise.all([work(), work(), work()]);
  }, 240_000);

  test('are more than three hundred, each of its own', () => {
    expect(files.length).toBeGreaterThanOrEqual(300);
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
  });

  test('are each answered as a whole or row by row, in words', () => {
    const wrong = files.flatMap(({ name, expect: expected }) => {
      const answer = answers.get(name);
      const fault = answer ? faultOf(answer, expected) : 'no answer';
      return fault === undefined ? [] : [`${name}: ${fault}`];
    });
    expect(wrong).toEqual([]);
  });

  test('never use more memory than allowed, nor end the process that opened them', () => {
    const peaks = [...answers.values()].map(({ reading }) => reading.peakBytes);
    expect(Math.max(...peaks)).toBeLessThan(memoryBytesMax);
    const ended = files.filter(({ name }) => {
      const reading = answers.get(name)?.reading;
      return reading?.kind === 'refused' && /memory|slow/u.test(reading.refusal);
    });
    expect(ended.map(({ name }) => name)).toEqual([]);
  });
});

/** What is not as expected; undefined where all is. */
function faultOf({ reading, checked }: Answer, expected: Expected): string | undefined {
  const refusal = refusalOf({ reading, checked });
  if (refusal !== undefined && !chinese.test(refusal.reason)) return `no words: ${refusal.reason}`;
  if (expected === 'an answer') return undefined;
  if ('file' in expected) {
    if (refusal === undefined) return `was read: ${summary(checked)}`;
    const right = expected.file === 'any' || expected.file === refusal.code;
    return right ? undefined : `refused for ${refusal.code}: ${refusal.reason}`;
  }
  if (refusal !== undefined || checked.kind !== 'checked') {
    return `refused for ${refusal?.code ?? ''}: ${refusal?.reason ?? ''}`;
  }
  const wrong = [...new Set(checked.faults.map(({ row }) => row))];
  const wanted = expected.wrong ?? [];
  const same = checked.good.length === expected.good && wrong.join() === wanted.join();
  return same && checked.faults.every(({ reason }) => chinese.test(reason))
    ? undefined
    : summary(checked);
}

function refusalOf({ reading, checked }: Answer): { code: string; reason: string } | undefined {
  if (reading.kind === 'refused') return { code: reading.refusal, reason: reading.reason };
  return checked.kind === 'unreadable' ? { code: 'headings', reason: checked.reason } : undefined;
}

function summary(checked: CheckedRows): string {
  if (checked.kind === 'unreadable') return checked.reason;
  const faults = checked.faults.map((it) => `${String(it.row)} ${it.heading} ${it.reason}`);
  return `${String(checked.good.length)} good; ${faults.slice(0, 5).join('; ')}`;
}
