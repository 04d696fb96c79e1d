import type { RegionPack } from './region-pack.ts';

type Scheme = RegionPack['schemes'][number];

/** The own facts that a claimant fills in, or reports later, for a scheme. */
export function factsGiven({
  asks = [],
  mayGive = [],
  instalments = [],
}: Scheme): ReadonlySet<string> {
  return new Set([...asks, ...mayGive, ...instalments.flatMap((it) => it.awaits?.asks ?? [])]);
}
