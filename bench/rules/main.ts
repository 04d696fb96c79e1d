import { deepStrictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { regionPack, type RegionPack } from '../../domain/region-pack/index.ts';
import {
  assessLine,
  compileRules,
  withinLimits,
  type Assessment,
  type LineFacts,
} from '../../domain/rules/index.ts';
import { workingCalendar } from '../../domain/working-calendar.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { linesOf, withEarlier } from './lines.ts';
import { ningxiaTwin } from './ningxia-twin.ts';
import { richerTwin } from './richer-twin.ts';

// npm run bench -- rules
//
// Lines assessed a second on one core, each with its explanation, against the same rules written
// as plain code that returns the same object. Both take turns in every round of one process.

const lineCount = 5000;
const rounds = 7;
const roundMs = 400;
const aim = { ratio: 0.25, perSecond: 20_000 };

const ningxia = await loadRegionPack(
  fileURLToPath(new URL('../../regions/ningxia/', import.meta.url)),
);
const richer = richerPack(ningxia);
const names = {
  classOf: new Map(ningxia.occupations.map(({ code, class: kind }) => [code, kind])),
  courseOf: new Map(ningxia.courses.map(({ code, name }) => [code, name])),
};
const calendar = workingCalendar(ningxia.calendar);

const held = [
  compare('Ningxia', ningxia, ningxiaTwin(names)),
  compare('richer', richer, richerTwin(names, calendar)),
];
measureLimits(ningxia);
process.exitCode = held.every(Boolean) ? 0 : 1;

function richerPack(base: RegionPack): RegionPack {
  const sections = regionPack.pick({
    schemes: true,
    facts: true,
    lists: true,
    rates: true,
    requirements: true,
    exclusions: true,
    limits: true,
    routing: true,
  });
  const text = readFileSync(new URL('richer.yaml', import.meta.url), 'utf8');
  return { ...base, ...sections.parse(parse(text, { schema: 'failsafe' })) };
}

/** Prints both speeds; true where the engine reaches what it aims at. */
function compare(name: string, pack: RegionPack, twin: (line: LineFacts) => Assessment): boolean {
  const rules = compileRules(pack);
  const engine = (line: LineFacts) => assessLine(rules, line);
  const lines = linesOf(
    pack,
    pack.schemes.map(({ code }) => code),
    lineCount,
  );
  for (const line of lines) deepStrictEqual(engine(line), twin(line));
  const granted = lines.filter((line) => engine(line).kind === 'granted').length;

  const perSecond: Record<'engine' | 'twin', number[]> = { engine: [], twin: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? (['engine', 'twin'] as const) : (['twin', 'engine'] as const);
    for (const who of order) {
      const speed = speedOf(lines, who === 'engine' ? engine : twin);
      if (round > 0) perSecond[who].push(speed);
    }
  }
  const [own, other] = [median(perSecond.engine), median(perSecond.twin)];
  console.log(`
${name}: ${String(lineCount)} lines, ${String(granted)} granted, both the same to the last step
engine        ${whole(own)} lines/s  (aim ${whole(aim.perSecond)})
plain code    ${whole(other)} lines/s
engine/plain  ${(own / other).toFixed(2).padStart(9)}          (aim ${aim.ratio.toFixed(2)})`);
  return own >= aim.perSecond && own / other >= aim.ratio;
}

/** Lines a second with what a person was granted before: three lines each, looked at anew. */
function measureLimits(pack: RegionPack): void {
  const rules = compileRules(pack);
  const lines = withEarlier(
    linesOf(
      pack,
      pack.schemes.map(({ code }) => code),
      lineCount,
    ),
  );
  const engine = (it: (typeof lines)[number]) => withinLimits(rules, it, new Map());
  const speeds = Array.from({ length: rounds }, () => speedOf(lines, engine));
  console.log(`
Ningxia, within limits after three earlier lines each
engine        ${whole(median(speeds.slice(1)))} lines/s`);
}

function speedOf<Line>(lines: readonly Line[], assess: (line: Line) => unknown): number {
  // Kept, for an answer that nobody keeps need not be made.
  const answers: unknown[] = lines.map(() => undefined);
  const startedAt = performance.now();
  let done = 0;
  let elapsed = 0;
  while (elapsed < roundMs) {
    for (let at = 0; at < lines.length; at += 1) {
      const line = lines[at];
      if (line !== undefined) answers[at] = assess(line);
    }
    done += answers.length;
    elapsed = performance.now() - startedAt;
  }
  return (done / elapsed) * 1000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.trunc(sorted.length / 2)] ?? 0;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en').padStart(9);
}
