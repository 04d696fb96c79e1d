import { derivedId } from '../../db/ids.ts';
import { monthOf, type IsoDate } from '../../domain/days.ts';
import { ZERO } from '../../domain/money.ts';
import type { Act, Decision, What } from './office/acts.ts';
import type { LiveSpec } from './programme-spec.ts';
import { catalogueOf } from './population/people/catalogue.ts';
import { certificatePrinter } from './population/people/certificates.ts';
import { fillLines, type PlannedClaim } from './population/claims.ts';
import type { LineSeed } from './population/classes.ts';
import { random } from './population/numbers/random.ts';
import { traineeRegister } from './population/people/trainees.ts';
import type { Programme } from './programme.ts';

export type LiveClaim = { claim: PlannedClaim; acts: Act[] };

const accept: Decision = { kind: 'decide', task: 'acceptance', outcome: 'accept' };
const review: Decision = { kind: 'decide', task: 'review', level: 1, outcome: 'approve' };
const giveBack: Decision = {
  kind: 'decide',
  task: 'acceptance',
  outcome: 'return',
  reason: '示例：请补充第二名学员的培训起止日期依据',
};

/** What is done today to a claim, after it is filed; then it waits for people. */
const doneUntil: Record<LiveSpec['until'], readonly Decision[]> = {
  filed: [],
  returned: [giveBack],
  accepted: [accept],
  reviewed: [accept, review],
};

/**
 * A few claims of today, all of one unit, that stop at different stages. Their ids are the same on
 * every day, so that they are filed once.
 */
export function liveClaims(programme: Programme, today: IsoDate): LiveClaim[] {
  const { pack, spec, population } = programme;
  const series = `${programme.series}/live`;
  const trainee = traineeRegister(series, spec.unassignedAreas.live);
  const certificates = certificatePrinter(spec, pack.certificateFormats);
  const catalogue = catalogueOf(pack, spec);
  const [organisation] = population.organisations.filter(({ kind }) => kind === 'institution');
  if (!organisation) return [];
  const dates = {
    filed: today,
    accepted: today,
    reviewed: [today],
    approved: today,
    paidIn: monthOf(today),
  };
  return (spec.live ?? []).map(({ scheme, level, group, lines, branch, until }, at) => {
    const training = { scheme, ...(level !== undefined && { level }) };
    const key = `live-${at + 1}`;
    const draw = random(series, key);
    const seeds = Array.from({ length: lines }, (): LineSeed => {
      return { group, training, certified: true };
    });
    const column = spec.columns.at(-1)?.code ?? '';
    const context = { spec, column, dates, draw, catalogue, trainee, certificates };
    const claim: PlannedClaim = {
      key,
      id: derivedId(series, key),
      scheme,
      organisation,
      dates,
      ...(branch && { branch }),
      amount: ZERO,
      reviews: [1],
      payable: new Map<string, bigint>(),
      ...fillLines(seeds, branch, context),
    };
    return { claim, acts: actsToday(claim, doneUntil[until], today) };
  });
}

function actsToday(claim: PlannedClaim, done: readonly Decision[], on: IsoDate): Act[] {
  const steps: What[] = [{ kind: 'file', faulty: false }, ...done];
  return steps.map((what, at) => ({ id: derivedId(claim.id, 'act', String(at)), on, what }));
}
