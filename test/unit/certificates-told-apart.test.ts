import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { prepareEach, repeated, type LineRequest } from '../../api/claim-lines.ts';
import { readyToWorkOut } from '../../cli/region/work-out.ts';
import { isoDate } from '../../domain/days.ts';
import { checkRegionPack, loadRegionPack } from '../../gateways/region-pack.ts';
import { draftedRegion, edit } from '../support/region-folder.ts';

const qinglan = fileURLToPath(new URL('../../regions/qinglan', import.meta.url));
const inForce = readyToWorkOut(await loadRegionPack(qinglan));

const permit = (turn: string, identityNumber: string): LineRequest => ({
  name: '某某',
  identityNumber,
  attributes: ['on-payroll-of-firm'],
  certificate: { kind: 'deck-permit', number: 'DP2300000017' },
  startedOn: isoDate('2023-05-08'),
  endedOn: isoDate('2023-05-12'),
  facts: { turn },
});

function faultsOf(lines: readonly LineRequest[]): string[] {
  const claim = { scheme: 'work-permit', filedOn: isoDate('2023-05-25') };
  const { lines: prepared } = prepareEach(inForce, claim, lines);
  return repeated(prepared).map(({ path }) => path);
}

test('a number that stands for two certificates is one for each fact that tells them apart', () => {
  const first = permit('first', '110101199001011237');
  expect(faultsOf([first, permit('renewal', '110101199001011245')])).toEqual([]);
  const same = permit('first', '110101199001011245');
  expect(faultsOf([first, same])).toEqual(['1/certificate/number']);
});

test('what tells certificates apart must be a fact', async () => {
  const folder = await draftedRegion();
  const kind = 'name: 职业技能等级证书';
  await edit(folder, 'certificates.yaml', kind, `${kind}, toldApartBy: [occupatio]`);
  expect((await checkRegionPack(folder)).faults).toMatchObject([
    { file: 'certificates.yaml', expected: expect.stringContaining('occupation？') },
  ]);
});
