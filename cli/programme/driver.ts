import { connect, type Database } from '../../db/connect.ts';
import { identityKeys } from '../../db/identity.ts';
import { instant, lastDay, shanghaiDay } from '../../domain/days.ts';
import { actsOf } from './office/acts.ts';
import { apiClient } from './office/api-client.ts';
import { openOffice, type Office } from './office/office.ts';
import { accountOf } from './population/claims.ts';
import type { Programme } from './programme.ts';
import { showProgress } from './progress.ts';
import { publishEvaluation, type Evaluation } from './publish-evaluation.ts';
import { registerCertificates } from './register-certificates.ts';
import { setUpProgramme } from './office/setup.ts';
import { workMonths } from './work-months.ts';

/** Where the programme finds the system. */
export type ProgrammeSystem = {
  apiUrl: string;
  databaseUrl: string;
  registryUrl: string;
  /** Base64 of 32 bytes. */
  secretKey: string;
  signal: AbortSignal;
};

const patienceMs = 5 * 60_000;

/**
 * Runs a whole programme through the API as the people in it, to the published evaluation. Ended
 * anywhere and started again with the same order it repeats nothing and goes on.
 */
export async function runProgramme(
  programme: Programme,
  system: ProgrammeSystem,
): Promise<Evaluation> {
  await setUp(programme, system);
  const office = officeOf(programme, system);
  const { series, calendar, reported, scale } = programme;
  const { claims } = programme.population;
  const progress = showProgress(claims.reduce((sum, claim) => sum + actsOf(claim).length, 0));
  try {
    await workMonths(office, {
      series,
      claims,
      progress,
      runDayOf: (month) => calendar.days.day(calendar.runOf(month)),
      prepare: (filed) => registerCertificates(system.registryUrl, filed, system.signal),
    });
    return await publishEvaluation(office, { reported, scale: scale.text, series });
  } finally {
    progress.end();
  }
}

export function officeOf(
  { pack, staff }: Programme,
  { apiUrl, secretKey, signal }: ProgrammeSystem,
): Office {
  const api = apiClient({ url: apiUrl, signal, giveUpAfterMs: patienceMs });
  const secret = Buffer.from(secretKey, 'base64');
  return openOffice({ api, pack, staff, secret, signal, patienceMs });
}

async function setUp(programme: Programme, system: ProgrammeSystem): Promise<void> {
  const { pack, scale, series, staff, population } = programme;
  const secret = Buffer.from(system.secretKey, 'base64');
  const accounts = population.claims.map((claim) => ({
    ...accountOf(claim),
    organisationId: claim.organisation.id,
  }));
  const db = connect(system.databaseUrl, { max: 2 });
  try {
    await refuseForeignClaims(db, programme);
    await setUpProgramme(db, identityKeys(secret), {
      pack,
      scale,
      series,
      secret,
      officers: staff.officers,
      organisations: population.organisations,
      accounts: [...new Map(accounts.map((account) => [account.id, account])).values()],
      today: shanghaiDay(instant(new Date().toISOString())),
    });
  } finally {
    await db.destroy();
  }
}

/** Two programmes in one database would add up to figures of neither. */
async function refuseForeignClaims(
  db: Database,
  { population, pack, series }: Programme,
): Promise<void> {
  const known = new Set<string>(population.claims.map(({ id }) => id));
  const filed = await db
    .selectFrom('claim')
    .select('id')
    .where('occurred_on', '<=', lastDay(pack.months.to))
    .execute();
  if (filed.every(({ id }) => known.has(id))) return;
  throw new Error(
    `数据库中已有另一批申领，请用空的数据库 / the database holds claims not of ${series}: use an empty one`,
  );
}
