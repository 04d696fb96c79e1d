import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { regionPack, type RegionPack } from '../../domain/region-pack/index.ts';

const added = regionPack.pick({ facts: true, schemes: true, rates: true }).parse(
  parse(readFileSync(new URL('instalments.yaml', import.meta.url), 'utf8'), {
    schema: 'failsafe',
  }),
);

/** A pack with two more schemes, each paid in two instalments. */
export const withInstalments = (pack: RegionPack): RegionPack => ({
  ...pack,
  facts: [...(pack.facts ?? []), ...(added.facts ?? [])],
  schemes: [...pack.schemes, ...added.schemes],
  rates: [...pack.rates, ...added.rates],
});
