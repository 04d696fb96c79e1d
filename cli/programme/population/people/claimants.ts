import { addText, compareText } from '../../../../domain/decimal-text.ts';
import type { ClaimMoney } from '../claim-money.ts';
import type { ClassDraft } from '../classes.ts';
import { organisation, type Organisation } from './organisations.ts';
import { placeInUnits, type UnitMoney } from '../numbers/placement.ts';
import { together } from '../prices.ts';

/** A claim to be filed; those with the same `firm` are filed by one firm. */
export type Unfiled = {
  draft: Pick<ClassDraft, 'claimant'>;
  firm?: number;
  money: Pick<ClaimMoney, 'payable' | 'shared'>;
};

/** How many classes one training institution or firm holds in the programme, about. */
const classesEach = 12;

/**
 * Who files each claim, in the order of the claims: a claimant of its own for each firm that is
 * paid by quantity, and for classes the firms and institutions of the unit that has the money.
 * Nobody's claims use up more of a shared limit than it allows.
 */
export function assignOrganisations<Claim extends Unfiled>(
  claims: readonly Claim[],
  money: readonly UnitMoney[],
  names: { seed: string; unassignedArea: string },
): (Claim & { organisation: Organisation })[] {
  const filed = [...Map.groupBy(claims.entries(), ([at, { firm }]) => firm ?? `class ${at}`)];
  const needs = filed.map(([, part]) => together(part.map(([, { money: it }]) => it.payable)));
  const units = placeInUnits(needs, money);
  const open = organisationOpener(names);
  const claimants = new Map<number, Organisation>();
  for (const [at, [firm, part]] of filed.entries()) {
    const unit = units[at] ?? '';
    const kind = part[0]?.[1].draft.claimant ?? 'institution';
    const used = part.map(([, { money: it }]) => it.shared).reduce(added, new Map());
    const one =
      typeof firm === 'number' ? open.another(kind, unit, used) : open.oneOf(kind, unit, used);
    for (const [claim] of part) claimants.set(claim, one);
  }
  return claims.map((claim, at) => {
    const claimant = claimants.get(at);
    if (!claimant) throw new RangeError(`nobody files claim ${at}`);
    return { ...claim, organisation: claimant };
  });
}

type Used = ClaimMoney['shared'];

/** Numbers organisations by kind; one that holds classes takes so many before the next opens. */
function organisationOpener(names: { seed: string; unassignedArea: string }) {
  const counts = { enterprise: 0, institution: 0 };
  const filling = new Map<string, { organisation: Organisation; left: number; used: Used }>();
  const another = (kind: Organisation['kind'], unit: string, used: Used): Organisation => {
    const [over] = exceeded(used);
    if (over !== undefined) throw new RangeError(`one claimant alone goes beyond ${over}`);
    counts[kind] += 1;
    return organisation(names, kind, counts[kind], unit);
  };
  return {
    another,
    oneOf(kind: Organisation['kind'], unit: string, used: Used): Organisation {
      const key = `${kind} ${unit}`;
      const known = filling.get(key);
      const all = known ? added(known.used, used) : used;
      const one =
        known && known.left > 0 && exceeded(all).length === 0
          ? { ...known, left: known.left - 1, used: all }
          : { organisation: another(kind, unit, used), left: classesEach - 1, used };
      filling.set(key, one);
      return one.organisation;
    },
  };
}

function added(a: Used, b: Used): Used {
  const all = new Map(a);
  for (const [limit, { quantity, atMost }] of b) {
    all.set(limit, { quantity: addText(all.get(limit)?.quantity ?? '0', quantity), atMost });
  }
  return all;
}

function exceeded(used: Used): string[] {
  return [...used]
    .filter(([, { quantity, atMost }]) => compareText(quantity, atMost) > 0)
    .map(([limit]) => limit);
}
