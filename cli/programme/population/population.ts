import { derivedId } from '../../../db/ids.ts';
import { fenOf } from '../../../domain/money.ts';
import type { RegionPack } from '../../../domain/region-pack/index.ts';
import { branchOut, type BranchedClass, type Costs } from './branches.ts';
import { certificatePrinter } from './people/certificates.ts';
import { claimMoney, costOf, type ClaimMoney } from './claim-money.ts';
import { fillLines, type PlannedClaim } from './claims.ts';
import { claimantOf, formClasses } from './classes.ts';
import { formFirms } from './quantities.ts';
import type { Organisation } from './people/organisations.ts';
import { assignOrganisations } from './people/claimants.ts';
import { planLines } from './numbers/plan-lines.ts';
import { random } from './numbers/random.ts';
import { openRegion, type Region } from './region.ts';
import { scheduleClaim, type Dates } from './schedule.ts';
import { scaledYuan, type Scale } from './numbers/shares.ts';
import { traineeRegister } from './people/trainees.ts';
import { seasonOf, type ProgrammeSpec } from '../programme-spec.ts';

export type Population = { claims: PlannedClaim[]; organisations: Organisation[] };
export type PopulationOrder = {
  pack: RegionPack;
  spec: ProgrammeSpec;
  scale: Scale;
  seed: string;
};

/**
 * Everybody in the programme and everything they will claim, the same for the same pack, seed and
 * scale, such that all sums of the specification hold. Nothing that comes later reads the sums.
 */
export function buildPopulation({ pack, spec, scale, seed }: PopulationOrder): Population {
  const region = openRegion(pack, spec);
  const series = seriesOf({ pack, scale, seed });
  const plan = planLines(spec, scale, {
    courses: region.catalogue.courses,
    price: (training, { group, column }) =>
      region.priceOf(
        { training, group, certified: true },
        { column, claimant: claimantOf(spec, group) },
      ).cost,
  });
  const classes = formClasses(spec, plan.counts, series);
  const firms = plan.quantities.flatMap((count) => formFirms(pack, count, series));
  const branched = branchOut(spec, classes, costsIn(region), series);
  const drafts = [
    ...firms.flatMap(({ claims }, firm) => claims.map((draft): Filing => ({ draft, firm }))),
    ...branched.map((draft): Filing => ({ draft })),
  ].map((it) => ({ ...it, money: claimMoney(region, it.draft) }));
  const purses = pack.allotments.map(({ unit, fund, amount }) => {
    return { unit, fund, fen: fenOf(scaledYuan(amount, scale)) };
  });
  const names = { seed: series, unassignedArea: spec.unassignedAreas.programme };
  const scheduled = assignOrganisations(drafts, purses, names).map((it, at) => ({
    ...it,
    dates: datesOf(it, { spec, region, series, at }),
  }));
  const claims = fill(scheduled, { spec, region, series });
  return { claims, organisations: [...new Set(claims.map(({ organisation }) => organisation))] };
}

function costsIn(region: Region): Costs {
  return {
    costOf: (one) => costOf(region, one),
    paysTrainees: (one) => one.lines.some((line) => region.priceOf(line, one).paysTrainee),
  };
}

/** Names a programme among others: every id in it derives from this. */
export function seriesOf({ pack, scale, seed }: Omit<PopulationOrder, 'spec'>): string {
  return [pack.code, scale.text, seed].join('/');
}

type Filing = { draft: BranchedClass; firm?: number };
type Draft = Filing & { money: ClaimMoney };
type Context = { spec: ProgrammeSpec; region: Region; series: string };
type Scheduled = Draft & { organisation: Organisation; dates: Dates };

function datesOf({ draft, money }: Draft, context: Context & { at: number }): Dates {
  const { spec, region, series, at } = context;
  const { scheme, accepted, branch } = draft;
  const { paid } = seasonOf(spec, draft.column);
  const wish = {
    scheme,
    accepted,
    paid: { from: accepted, ...paid },
    reviews: money.reviews.length,
    ...(branch && { branch }),
  };
  return scheduleClaim(wish, region.calendar, random(series, 'days', String(at)));
}

/** Claims in the order of filing, each with its roster. */
function fill(scheduled: readonly Scheduled[], { spec, region, series }: Context): PlannedClaim[] {
  const { catalogue, pack } = region;
  const trainee = traineeRegister(series, spec.unassignedAreas.programme);
  const certificates = certificatePrinter(spec, pack.certificateFormats);
  const inOrder = scheduled.toSorted((a, b) => (a.dates.filed < b.dates.filed ? -1 : 1));
  return inOrder.map(({ draft, money, organisation, dates }, at) => {
    const key = String(at + 1).padStart(5, '0');
    const { scheme, branch, column } = draft;
    const draw = random(series, 'claim', key);
    const context = { spec, column, dates, draw, catalogue, trainee, certificates };
    const { facts, lines } = fillLines(draft.lines, branch, context);
    return {
      key,
      id: derivedId(series, 'claim', key),
      scheme,
      organisation,
      dates,
      ...(branch && { branch }),
      amount: money.amount,
      reviews: money.reviews,
      payable: money.payable,
      ...(Object.keys(facts).length > 0 && { facts }),
      lines,
    };
  });
}
