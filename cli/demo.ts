import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '../db/connect.ts';
import { instant, shanghaiDay } from '../domain/days.ts';
import { ZERO } from '../domain/money.ts';
import type { RunningSystem } from './embedded/system.ts';
import type { Comparison } from './programme/figures/compare-figures.ts';
import { ApiRefused } from './programme/office/api-client.ts';
import { officeOf, runProgramme } from './programme/driver.ts';
import { liveClaims, type LiveClaim } from './programme/live-claims.ts';
import type { Office } from './programme/office/office.ts';
import { performAct } from './programme/office/perform-act.ts';
import { deciderOf } from './programme/office/staff.ts';
import { prepareProgramme, type Programme } from './programme/programme.ts';
import { registerCertificates } from './programme/register-certificates.ts';
import { writeResults } from './programme/figures/results.ts';
import { tokenOf } from './programme/office/setup.ts';

/** Where the example finds the system; `signal` is aborted when it should stop where it is. */
export type DemoSystem = RunningSystem & { signal: AbortSignal };

const region = fileURLToPath(new URL('../regions/ningxia', import.meta.url));
const order = { region, scale: '0.01', seed: '1' };
const livePatienceMs = 60_000;

/**
 * Loads the example region and runs its programme; called at every start, so it finds by itself
 * what is done already, and goes on where a killed start left it. The report and its figures are
 * written to `folder`. A database that holds anything else is left alone.
 */
export async function runDemo(system: DemoSystem, folder: string): Promise<void> {
  if (!(await isForExample(system.databaseUrl))) return;
  const programme = await prepareProgramme(order);
  console.log(
    `  示例：${programme.pack.name}，百分之一的规模，模拟数据 / the example, one per cent`,
  );
  const evaluation = await runProgramme(programme, system);
  const compared = await writeResults(programme, evaluation, folder);
  await fileLiveClaims(programme, system);
  console.log(whereToLook(programme, system, { compared, folder }));
}

/** Empty, or filled by simulation: never a database that an office works with. */
async function isForExample(databaseUrl: string): Promise<boolean> {
  const db = connect(databaseUrl, { max: 1 });
  try {
    const installation = await db.selectFrom('installation').selectAll().executeTakeFirst();
    return installation === undefined || installation.simulated;
  } finally {
    await db.destroy();
  }
}

/** Claims of today that wait in the inboxes; those filed at an earlier start stay as they are. */
async function fileLiveClaims(programme: Programme, system: DemoSystem): Promise<void> {
  const office = { ...officeOf(programme, system), patienceMs: livePatienceMs };
  const today = shanghaiDay(instant(new Date().toISOString()));
  const live: LiveClaim[] = [];
  for (const it of liveClaims(programme, today)) {
    if (!(await isFiled(office, it))) live.push(it);
  }
  await registerCertificates(
    system.registryUrl,
    live.map(({ claim }) => claim),
    system.signal,
  );
  for (const { claim, acts } of live) {
    for (const act of acts) await performAct(office, claim, act);
  }
}

async function isFiled(office: Office, { claim }: LiveClaim): Promise<boolean> {
  try {
    await office.get(claim.organisation.agent.id, `/v1/claims/${claim.id}`);
    return true;
  } catch (error) {
    if (error instanceof ApiRefused && error.status === 404) return false;
    throw error;
  }
}

function whereToLook(
  { pack, staff, population, scale }: Programme,
  system: DemoSystem,
  { compared, folder }: { compared: readonly Comparison[]; folder: string },
): string {
  const unit = population.organisations.find(({ kind }) => kind === 'institution')?.unit;
  const desk = {
    scheme: pack.schemes[0]?.code ?? '',
    unit: unit ?? staff.root,
    amount: ZERO,
  };
  const officer = deciderOf(staff, pack, desk, { task: 'acceptance' });
  const token = tokenOf(Buffer.from(system.secretKey, 'base64'), officer.id);
  const equal = compared.filter((it) => it.equal).length;
  return [
    '',
    `  示例已就绪 / the example is ready: ${equal}/${compared.length} 项指标与报告相符，比例 ${scale.text}`,
    `  评价报告 / report      ${join(folder, 'report.pdf')}`,
    `  指标对照 / figures     ${join(folder, 'figures.md')}`,
    `  接口说明 / API docs    ${system.apiUrl}/openapi.json`,
    ...(system.mailboxUrl === undefined ? [] : [`  邮箱 / mailbox         ${system.mailboxUrl}`]),
    `  流程 / Temporal        ${system.temporalUiUrl ?? system.temporalAddress}`,
    `  待办 / inbox of ${officer.name}:`,
    `    curl -H 'Authorization: Bearer ${token}' ${system.apiUrl}/v1/tasks`,
    '',
  ].join('\n');
}
