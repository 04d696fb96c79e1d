import type { RegionPack } from './region-pack.ts';

type Scheme = RegionPack['schemes'][number];

/** Fields of a line that a scheme may ask for beside the region's own facts. */
export const askableFields = [
  'occupation',
  'course',
  'level',
  'months',
  'hours',
  'feePaid',
] as const;

/** The fields of a line that a scheme asks for. */
export const fieldsAsked = ({ asks = [] }: Pick<Scheme, 'asks'>) =>
  askableFields.filter((it) => asks.includes(it));

/** The own facts that a claimant fills in, or reports later, for a scheme. */
export function factsGiven({
  asks = [],
  mayGive = [],
  instalments = [],
}: Scheme): ReadonlySet<string> {
  return new Set([...asks, ...mayGive, ...instalments.flatMap((it) => it.awaits?.asks ?? [])]);
}
