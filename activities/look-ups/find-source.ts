import { registrySource } from '../../domain/look-up-ways.ts';
import type { LookUpSource } from '../../gateways/look-up-source.ts';
import type { Dependencies } from '../dependencies.ts';

/** What the office set up under this name; undefined where it set up nothing. */
export function findSource(
  { registry, sources }: Dependencies,
  name: string,
): LookUpSource | undefined {
  const named = sources?.get(name);
  if (named !== undefined || name !== registrySource) return named;
  return { by: 'registry', registry };
}
