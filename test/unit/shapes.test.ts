import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { judgeCase } from '../../cli/region/judge-case.ts';
import { readyToWorkOut } from '../../cli/region/work-out.ts';
import { readCases } from '../../gateways/region-cases.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { regionsDoc } from '../support/doc-examples.ts';

/** Every shape that docs/regions.md numbers is proved by a passing case of one of the packs. */

const numbers = [...regionsDoc.matchAll(/^\| (S\d+) \| ([^|]+) \|/gmu)].map(
  ([, number = '', shape = '']) => ({ number, shape: shape.trim() }),
);
const proofs = await casesOfAllPacks();

describe('the numbered shapes of docs/regions.md', () => {
  test('are numbered from S1 without a gap', () => {
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, at) => `S${at + 1}`));
  });

  test.each(numbers)('$number $shape: has a case that passes', ({ number }) => {
    const proved = proofs.filter(({ shapes, ok }) => ok && shapes.includes(number));
    expect(proved).not.toEqual([]);
  });

  test('are the only ones that cases name', () => {
    const known = new Set(numbers.map(({ number }) => number));
    const strange = proofs.flatMap(({ name, shapes }) =>
      shapes.filter((it) => !known.has(it)).map((it) => `${name}: ${it}`),
    );
    expect(strange).toEqual([]);
  });

  test('stand in docs/region-cases.md with their cases', async () => {
    await expect(pageOfProofs()).toMatchFileSnapshot('../../docs/region-cases.md');
  });
});

async function casesOfAllPacks() {
  const regions = fileURLToPath(new URL('../../regions/', import.meta.url));
  const all = readdirSync(regions).map(async (region) => {
    const pack = await loadRegionPack(regions + region);
    const { cases } = await readCases(regions + region, pack);
    const inForce = readyToWorkOut(pack);
    return cases.map(({ it }) => ({
      region: pack.name,
      name: it.name,
      shapes: it.shapes ?? [],
      ok: judgeCase(inForce, it).ok,
    }));
  });
  return (await Promise.all(all)).flat();
}

function pageOfProofs(): string {
  const rows = numbers.map(({ number, shape }) => {
    const proved = proofs.filter(({ shapes }) => shapes.includes(number));
    const names = proved.map(({ region, name }) => `${region}：${name}`);
    return `| ${number} | ${shape} | ${names.join('<br>')} |`;
  });
  return [
    '# 形态与案例 Shapes and their cases',
    '',
    'Which worked case proves which shape of [regions.md](regions.md). Written by',
    '`npm run test:unit -- test/unit/shapes.test.ts -u`; do not edit.',
    '',
    '| 编号 | 形态 | 案例 |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
