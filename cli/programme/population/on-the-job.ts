import type { ProgrammeSpec } from '../programme-spec.ts';
import { withMonths, type ClassDraft, type LineSeed } from './classes.ts';
import type { OnTheJobCount } from './numbers/plan-lines.ts';
import { random, type Random } from './numbers/random.ts';
import { share } from './numbers/shares.ts';

/** A firm and the claims it files for 以工代训: one, or more when it has very many trainees. */
export type FirmDraft = { claims: ClassDraft[] };

const monthsMax = 6;
/** How many in a hundred train one, two, ... months: 2.27 months on average. */
const usualMonths = [38, 27, 16, 10, 5, 4];

/** So many firms of very different size with exactly so many lines and months in all. */
export function formFirms(
  { onTheJob: spec }: ProgrammeSpec,
  count: OnTheJobCount,
  seed: string,
): FirmDraft[] {
  const draw = random(seed, 'firms');
  const sizes = firmSizes(count, draw);
  const months = monthsOfLines(count, draw);
  let next = 0;
  const claims = sizes.flatMap((size, firm) =>
    evenParts(size, spec.claimLinesMax).map((length) => {
      const of = months.slice(next, (next += length));
      const lines = of.map((quantity): LineSeed => lineOf(spec, quantity));
      return { firm, lines, column: 'on-the-job', scheme: spec.scheme };
    }),
  );
  const dated = withMonths(draw.shuffled(claims), spec.accepted);
  const byFirm = Map.groupBy(dated, ({ firm }) => firm);
  return sizes.map((_, firm) => ({
    claims: (byFirm.get(firm) ?? []).map(({ firm: _firm, ...claim }) => ({
      ...claim,
      claimant: 'enterprise',
    })),
  }));
}

function lineOf(spec: ProgrammeSpec['onTheJob'], months: number): LineSeed {
  return { group: spec.group, training: { scheme: spec.scheme }, certified: false, months };
}

/** Few large firms and many small ones; every firm has at least one trainee. */
function firmSizes({ lines, enterprises }: OnTheJobCount, draw: Random): number[] {
  const weights = Array.from({ length: enterprises }, () => {
    const lot = draw.between(1, 1000) / 1000;
    return Math.min(25, lot ** -0.7);
  });
  return share(lines - enterprises, weights).map((more) => more + 1);
}

/** Months of each line; the sum is met by making single lines longer or shorter. */
function monthsOfLines({ lines, monthsPaid }: OnTheJobCount, draw: Random): number[] {
  const months = draw.shuffled(
    share(lines, usualMonths).flatMap((number, at) => Array.from({ length: number }, () => at + 1)),
  );
  let missing = monthsPaid - months.reduce((sum, quantity) => sum + quantity, 0);
  for (let at = 0; missing !== 0; at = (at + 1) % months.length) {
    const step = Math.sign(missing);
    const quantity = (months[at] ?? 0) + step;
    if (quantity < 1 || quantity > monthsMax) continue;
    months[at] = quantity;
    missing -= step;
  }
  return months;
}

function evenParts(size: number, most: number): number[] {
  const parts = Math.ceil(size / most);
  return share(
    size,
    Array.from({ length: parts }, () => 1),
  );
}
