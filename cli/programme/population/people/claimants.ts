import type { ClassDraft } from '../classes.ts';
import { organisation, type Organisation } from './organisations.ts';
import { placeInUnits, type UnitMoney } from '../numbers/placement.ts';

/** A claim to be filed; those with the same `firm` are filed by one firm. */
export type Unfiled = {
  draft: Pick<ClassDraft, 'claimant'>;
  firm?: number;
  money: { payable: ReadonlyMap<string, bigint> };
};

/** How many classes one training institution or firm holds in the programme, about. */
const classesEach = 12;

/**
 * Who files each claim, in the order of the claims: a firm of its own for each firm on the job,
 * and for classes the firms and institutions of the unit that has the money.
 */
export function assignOrganisations<Claim extends Unfiled>(
  claims: readonly Claim[],
  money: readonly UnitMoney[],
  seed: string,
): (Claim & { organisation: Organisation })[] {
  const filed = [...Map.groupBy(claims.entries(), ([at, { firm }]) => firm ?? `class ${at}`)];
  const needs = filed.map(([, part]) => together(part.map(([, { money: it }]) => it.payable)));
  const units = placeInUnits(needs, money);
  const open = organisationOpener(seed);
  const claimants = new Map<number, Organisation>();
  for (const [at, [firm, part]] of filed.entries()) {
    const unit = units[at] ?? '';
    const kind = part[0]?.[1].draft.claimant ?? 'institution';
    const one = typeof firm === 'number' ? open.another(kind, unit) : open.oneOf(kind, unit);
    for (const [claim] of part) claimants.set(claim, one);
  }
  return claims.map((claim, at) => {
    const claimant = claimants.get(at);
    if (!claimant) throw new RangeError(`nobody files claim ${at}`);
    return { ...claim, organisation: claimant };
  });
}

function together(parts: readonly ReadonlyMap<string, bigint>[]): Map<string, bigint> {
  const all = new Map<string, bigint>();
  for (const [fund, fen] of parts.flatMap((part) => [...part])) {
    all.set(fund, (all.get(fund) ?? 0n) + fen);
  }
  return all;
}

/** Numbers organisations by kind; one that holds classes takes so many before the next opens. */
function organisationOpener(seed: string) {
  const counts = { enterprise: 0, institution: 0 };
  const filling = new Map<string, { organisation: Organisation; left: number }>();
  const another = (kind: Organisation['kind'], unit: string): Organisation => {
    counts[kind] += 1;
    return organisation(seed, kind, counts[kind], unit);
  };
  return {
    another,
    oneOf(kind: Organisation['kind'], unit: string): Organisation {
      const key = `${kind} ${unit}`;
      const known = filling.get(key);
      const one =
        known && known.left > 0 ? known : { organisation: another(kind, unit), left: classesEach };
      one.left -= 1;
      filling.set(key, one);
      return one.organisation;
    },
  };
}
