import { Client, Connection } from '@temporalio/client';
import { apiSettings, readConfig } from '../config.ts';
import { connect } from '../db/connect.ts';
import { identityKeys } from '../db/identity.ts';
import { isSimulated } from '../db/installation.ts';
import { openPacks } from '../db/pack.ts';
import { sealCertificates } from '../db/seal-certificates.ts';
import { instant, shanghaiDay } from '../domain/days.ts';
import { rosterReader } from '../gateways/roster/reader.ts';
import { createApi } from './server.ts';

const poolSize = 20;
const requestsPerMinute = 60_000;

const config = readConfig(apiSettings);
const db = connect(config.databaseUrl, { max: poolSize });
const packs = openPacks(config.databaseUrl);
const keys = identityKeys(config.secretKey);
const connection = Connection.lazy({ address: config.temporalAddress });
const now = () => instant(new Date().toISOString());

// No number filed from now on is compared with one that still stands in clear.
await sealCertificates(db, keys);
const api = await createApi(
  {
    db,
    client: new Client({ connection, namespace: config.temporalNamespace }),
    packs,
    clock: { now, today: () => shanghaiDay(now()) },
    keys,
    simulated: () => isSimulated(db),
    rosters: rosterReader({ fileBytesMax: config.rosterBytesMax }),
  },
  { logLevel: config.logLevel, requestsPerMinute, temporalUi: config.temporalUiUrl },
);
const address = await api.listen({ host: config.apiHost, port: config.apiPort });
api.log.info({ address }, 'api ready');

async function stop(): Promise<void> {
  await api.close();
  await connection.close();
  await packs.close();
  await db.destroy();
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
