import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { readSources } from '../support/source-tree.ts';

/** Another region is data alone: the product knows no code and no name of the packs beside it. */

const regions = fileURLToPath(new URL('../../regions/', import.meta.url));
const product =
  /^(?:activities|api|cli|db|domain|gateways|report|worker|workflows)\/|^config\.ts$/u;
const sources = (await readSources()).filter(
  ({ path }) => product.test(path) && !path.startsWith('cli/region/template/'),
);

/** A key of evidence: other lines, not the group of the other trainees. */
const plainWords = new Set(['others']);

describe.each(await readdir(regions))('the code knows nothing of %s', async (region) => {
  const pack = await loadRegionPack(`${regions}${region}`);
  const { schemes, groups, funds, attributes, levels, certificateKinds, facts = [] } = pack;
  const listed = [schemes, groups, funds, attributes, levels, certificateKinds, facts].flat();

  test('its codes', () => {
    // Two signs are no name of anything: a digit for a level stands in any code.
    const codes = listed
      .map(({ code }) => code)
      .filter((code) => code.length > 2 && !plainWords.has(code));
    const found = sources.flatMap(({ path, text }) =>
      codes.filter((code) => text.includes(`'${code}'`)).map((code) => `${path}: ${code}`),
    );
    expect(found).toEqual([]);
  });

  test('its names', () => {
    const names = [pack.name, ...[schemes, groups, funds, pack.units].flat().map((it) => it.name)];
    const found = sources.flatMap(({ path, text }) =>
      names.filter((name) => name.length > 2 && text.includes(name)).map((it) => `${path}: ${it}`),
    );
    expect(found).toEqual([]);
  });
});
