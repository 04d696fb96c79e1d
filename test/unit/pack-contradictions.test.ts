import { describe, expect, test } from 'vitest';
import { checkRegionPack } from '../../gateways/region-pack.ts';
import { draftedRegion, edit, lineWith } from '../support/region-folder.ts';

/** Packs of sound form that contradict themselves; each is told by file, line and what to write. */

const contradictions = [
  {
    of: 'a holiday of another year',
    file: 'calendar/2021.yaml',
    from: '2021-10-01',
    to: '2031-10-01',
    expected: '2031-10-01 不是 2021 年的日子',
  },
  {
    of: 'an extra working day that is a weekday',
    file: 'calendar/2021.yaml',
    from: '2021-10-09',
    to: '2021-10-08',
    expected: '2021-10-08 不是周末',
  },
  {
    of: 'a day both off and worked',
    file: 'calendar/2021.yaml',
    from: '2021-10-09',
    to: '2021-10-02',
    expected: '2021-10-02 已写在 holidays 里',
  },
];

describe('a pack that contradicts itself', () => {
  test.each(contradictions)('tells $of', async ({ file, from, to, expected }) => {
    const folder = await draftedRegion();
    const line = await lineWith(folder, file, from);
    await edit(folder, file, from, to);
    const { pack, faults } = await checkRegionPack(folder);
    expect(pack).toBeUndefined();
    expect(faults).toContainEqual({
      file,
      line,
      path: expect.any(String),
      expected: expect.stringContaining(expected),
    });
  });
});
