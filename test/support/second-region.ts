import { join } from 'node:path';
import { loadProgrammeSpec } from '../../cli/programme/programme-spec.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';

/** The invented region that shows that another one is data alone. */
export const qinglan = join(import.meta.dirname, '../../regions/qinglan');
export const secondPack = await loadRegionPack(qinglan);
export const secondSpec = await loadProgrammeSpec(qinglan);
