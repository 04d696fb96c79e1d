import type { RegionPack } from '../domain/region-pack/index.ts';
import { findVersionInForce, type PackInForce } from '../db/pack.ts';
import type { ApiContext } from './context.ts';
import { Refusal } from './errors.ts';

/** The newest pack with its version; Refusal 'pack-missing' on a database that waits for one. */
export async function packInForce({
  db,
  packs,
}: Pick<ApiContext, 'db' | 'packs'>): Promise<PackInForce & { version: string }> {
  const version = await findVersionInForce(db);
  if (version === undefined) throw new Refusal('pack-missing', '请先安装地区规则包');
  return { ...(await packs.get(version)), version };
}

/** Which posts act outside the chain, as the newest pack names them. */
export const sideDuties = async (
  context: Pick<ApiContext, 'db' | 'packs'>,
): Promise<RegionPack['sideDuties']> => (await packInForce(context)).pack.sideDuties;
