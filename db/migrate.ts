import { Migrator, type Migration } from 'kysely/migration';
import { connect } from './connect.ts';
import * as people from './migrations/0001-installation-and-people.ts';
import * as claims from './migrations/0002-claims.ts';
import * as money from './migrations/0003-money.ts';
import * as indicators from './migrations/0004-indicators-and-reports.ts';
import * as returns from './migrations/0005-return-window.ts';
import * as alarms from './migrations/0006-task-alarms.ts';
import * as reportDrafts from './migrations/0007-report-drafts.ts';
import * as months from './migrations/0008-months-and-due-money.ts';
import * as rosters from './migrations/0009-rosters-kept.ts';
import * as reportEvidence from './migrations/0010-report-evidence-kept.ts';
import * as droppedAlarms from './migrations/0011-dropped-alarms.ts';
import * as returnDays from './migrations/0012-returned-on.ts';
import * as payees from './migrations/0013-payee-confirmed.ts';
import * as limits from './migrations/0014-facts-and-limits.ts';
import * as rosterFiles from './migrations/0015-roster-files.ts';
import * as certificates from './migrations/0016-certificates-sealed.ts';
import * as findings from './migrations/0017-lists-and-findings.ts';
import * as acceptedAmounts from './migrations/0018-accepted-amount.ts';
import * as trainees from './migrations/0019-payees.ts';
import * as instalments from './migrations/0020-instalments.ts';
import * as order from './migrations/0021-order-of-assessment.ts';
import * as acceptance from './migrations/0022-day-of-acceptance.ts';
import * as materials from './migrations/0023-materials.ts';
import * as organisationsPaid from './migrations/0024-organisations-paid.ts';

const migrations: Record<string, Migration> = {
  '0001-installation-and-people': people,
  '0002-claims': claims,
  '0003-money': money,
  '0004-indicators-and-reports': indicators,
  '0005-return-window': returns,
  '0006-task-alarms': alarms,
  '0007-report-drafts': reportDrafts,
  '0008-months-and-due-money': months,
  '0009-rosters-kept': rosters,
  '0010-report-evidence-kept': reportEvidence,
  '0011-dropped-alarms': droppedAlarms,
  '0012-returned-on': returnDays,
  '0013-payee-confirmed': payees,
  '0014-facts-and-limits': limits,
  '0015-roster-files': rosterFiles,
  '0016-certificates-sealed': certificates,
  '0017-lists-and-findings': findings,
  '0018-accepted-amount': acceptedAmounts,
  '0019-payees': trainees,
  '0020-instalments': instalments,
  '0021-order-of-assessment': order,
  '0022-day-of-acceptance': acceptance,
  '0023-materials': materials,
  '0024-organisations-paid': organisationsPaid,
};

/** Brings the database at `url` to the newest schema; safe to call from several processes. */
export async function migrateToLatest(url: string): Promise<void> {
  const db = connect(url, { max: 1 });
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve(migrations) },
    });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  } finally {
    await db.destroy();
  }
}
