import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { regionPack, type Limit, type RegionPack } from '../../domain/region-pack/index.ts';

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

/** At most 1500 yuan for an organisation, by the scheme that is paid in two instalments. */
export const cap: Limit = {
  code: 'cap',
  name: '每家单位最多一千五百元',
  schemes: ['opening'],
  per: ['organisation'],
  counts: 'amount',
  in: 'lifetime',
  atMost: '1500.00',
  beyond: 'refuse',
  document: '示例',
  clause: '九',
};

/** The same with no limit but one of 1500 yuan for the organisation. */
export const withCap = (pack: RegionPack): RegionPack => ({
  ...withInstalments(pack),
  limits: [cap],
});
