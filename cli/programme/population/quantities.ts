import type { RegionPack } from '../../../domain/region-pack/index.ts';
import type { QuantitySpec } from '../programme-spec.ts';
import { withMonths, type ClassDraft, type LineSeed } from './classes.ts';
import type { QuantityCount } from './numbers/plan-lines.ts';
import { random, type Random } from './numbers/random.ts';
import { share } from './numbers/shares.ts';

/** A claimant of its own and the claims it files: one, or more when it has very many trainees. */
export type FirmDraft = { claims: ClassDraft[] };

/**
 * So many claimants of very different size with exactly so many lines, and so many months or hours
 * in all, of a scheme that is paid by quantity.
 */
export function formFirms(
  { schemes }: Pick<RegionPack, 'schemes'>,
  count: QuantityCount,
  seed: string,
): FirmDraft[] {
  const { of } = count;
  const unit = schemes.find(({ code }) => code === of.scheme)?.quantity;
  if (unit === undefined) throw new RangeError(`${of.scheme} is not paid by quantity`);
  const draw = random(seed, 'firms', of.scheme);
  const sizes = firmSizes(count, draw);
  const quantities = quantitiesOfLines(count, draw);
  let next = 0;
  const claims = sizes.flatMap((size, firm) =>
    evenParts(size, of.claimLinesMax).map((length) => {
      const some = quantities.slice(next, (next += length));
      const lines = some.map((quantity): LineSeed => lineOf(of, unit, quantity));
      return { firm, lines, column: of.scheme, scheme: of.scheme };
    }),
  );
  const dated = withMonths(draw.shuffled(claims), of.accepted);
  const byFirm = Map.groupBy(dated, ({ firm }) => firm);
  return sizes.map((_, firm) => ({
    claims: (byFirm.get(firm) ?? []).map(({ firm: _firm, ...claim }) => ({
      ...claim,
      claimant: of.claimant,
    })),
  }));
}

function lineOf(
  { group, scheme }: QuantitySpec,
  unit: 'months' | 'hours',
  quantity: number,
): LineSeed {
  const line = { group, certified: false };
  return unit === 'months'
    ? { ...line, training: { scheme }, months: quantity }
    : { ...line, training: { scheme, hours: quantity } };
}

/** Few large firms and many small ones; every firm has at least one trainee. */
function firmSizes({ lines, claimants }: QuantityCount, draw: Random): number[] {
  const weights = Array.from({ length: claimants }, () => {
    const lot = draw.between(1, 1000) / 1000;
    return Math.min(25, lot ** -0.7);
  });
  return share(lines - claimants, weights).map((more) => more + 1);
}

/** Quantity of each line; the sum is met by making single lines longer or shorter. */
function quantitiesOfLines({ of, lines, total }: QuantityCount, draw: Random): number[] {
  const usual = Object.entries(of.usual).map(([quantity, weight]) => ({
    quantity: Number(quantity),
    weight,
  }));
  const weights = usual.map(({ weight }) => weight);
  const quantities = draw.shuffled(
    share(lines, weights).flatMap((number, at) =>
      Array.from({ length: number }, () => usual[at]?.quantity ?? 1),
    ),
  );
  const [least, most] = [
    Math.min(...usual.map(({ quantity }) => quantity)),
    Math.max(...usual.map(({ quantity }) => quantity)),
  ];
  if (total < lines * least || total > lines * most) {
    throw new RangeError(`${of.scheme}: ${total} do not go into ${lines} lines`);
  }
  let missing = total - quantities.reduce((sum, quantity) => sum + quantity, 0);
  for (let at = 0; missing !== 0; at = (at + 1) % quantities.length) {
    const step = Math.sign(missing);
    const quantity = (quantities[at] ?? 0) + step;
    if (quantity < least || quantity > most) continue;
    quantities[at] = quantity;
    missing -= step;
  }
  return quantities;
}

function evenParts(size: number, most: number): number[] {
  const parts = Math.ceil(size / most);
  return share(
    size,
    Array.from({ length: parts }, () => 1),
  );
}
