import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { readConfig, workerSettings } from '../config.ts';
import { connect } from '../db/connect.ts';
import { identityKeys } from '../db/identity.ts';
import { isSimulated } from '../db/installation.ts';
import { openPacks } from '../db/pack.ts';
import { sealCertificates } from '../db/seal-certificates.ts';
import { httpBank } from '../gateways/bank.ts';
import { httpCertificateRegistry } from '../gateways/certificate-registry.ts';
import { lookUpSources } from '../gateways/look-up-source.ts';
import { smtpMailer } from '../gateways/mailer.ts';
import { renderEvaluationPdf } from '../report/render-pdf.ts';
import { machineClock } from './clock.ts';
import { startExchangeReader } from './exchange-reader.ts';
import { startMailRelay } from './mail-relay.ts';
import { startRelay } from './relay.ts';
import { applySchedules } from './schedules.ts';
import { sdkLogger } from './sdk-logger.ts';
import { createWorkers } from './workers.ts';

const poolSize = 24;
const registryTimeoutMs = 30_000;
const bankTimeoutMs = 15_000;

const config = readConfig(workerSettings);
const log = pino({ level: config.logLevel, base: { program: 'worker' } });
Runtime.install({
  logger: sdkLogger(log),
  shutdownSignals: [],
});

const db = connect(config.databaseUrl, { max: poolSize });
const packs = openPacks(config.databaseUrl);
const keys = identityKeys(config.secretKey);
await sealCertificates(db, keys);
const mailer = smtpMailer({ url: config.smtpUrl, from: config.mailFrom, fromName: '提升' });
const connection = await NativeConnection.connect({ address: config.temporalAddress });
const client = new Client({
  connection: await Connection.connect({ address: config.temporalAddress }),
  namespace: config.temporalNamespace,
});

const sources = lookUpSources(config.lookUpSources, { timeoutMs: registryTimeoutMs });
const workers = await createWorkers(
  connection,
  {
    db,
    packs,
    clock: machineClock,
    sources,
    registry: httpCertificateRegistry({ url: config.registryUrl, timeoutMs: registryTimeoutMs }),
    bank: httpBank({
      url: config.bankUrl,
      timeoutMs: bankTimeoutMs,
      today: machineClock.today,
    }),
    decrypt: keys.decrypt,
    renderReport: renderEvaluationPdf,
  },
  {
    namespace: config.temporalNamespace,
    names: config.queues,
    lookUpRates: config.lookUpRates,
  },
);
const running = Promise.all(workers.map((worker) => worker.run()));
const relays = [
  ...(config.queues.includes('claims')
    ? [startRelay({ db, url: config.databaseUrl, client, log })]
    : []),
  ...(config.queues.includes('notify')
    ? [startMailRelay({ db, mailer, domain: 'tisheng', simulated: () => isSimulated(db), log })]
    : []),
  ...(config.queues.includes('verify')
    ? [
        startExchangeReader({
          deps: { db, packs, clock: machineClock, decrypt: keys.decrypt },
          sources,
          log,
        }),
      ]
    : []),
];
await applySchedules(client);
log.info({ queues: config.queues }, 'worker ready');

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.all(relays.map((relay) => relay.stop()));
  for (const worker of workers) worker.shutdown();
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());

await running;
mailer.close();
await client.connection.close();
await connection.close();
await packs.close();
await db.destroy();
