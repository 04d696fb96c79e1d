import { parseArgs } from 'node:util';
import { databaseSettings, readConfig } from '../config.ts';
import { connect } from '../db/connect.ts';
import { installedRegion } from '../db/installation.ts';
import { migrateToLatest } from '../db/migrate.ts';
import { installPack, packVersion } from '../db/pack.ts';
import { instant, shanghaiDay } from '../domain/days.ts';
import { loadRegionPack } from '../gateways/region-pack.ts';

const usage = `usage: npm run region -- install DIR
  checks the region pack in DIR and installs it in the database at DATABASE_URL: units, funds with
  their accounts, months. A version already there is left as it is.`;

process.exit(await main());

async function main(): Promise<number> {
  try {
    const { positionals } = parseArgs({ allowPositionals: true });
    const [command, directory] = positionals;
    if (command !== 'install' || directory === undefined || positionals.length > 2) {
      console.error(usage);
      return 2;
    }
    console.log(await install(directory, readConfig(databaseSettings).databaseUrl));
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

/** One region in one database: a pack of another region would mix their figures. */
async function install(directory: string, databaseUrl: string): Promise<string> {
  const pack = await loadRegionPack(directory);
  const installedOn = shanghaiDay(instant(new Date().toISOString()));
  await migrateToLatest(databaseUrl);
  const db = connect(databaseUrl, { max: 1 });
  try {
    await db.transaction().execute(async (tx) => {
      const region = await installedRegion(tx);
      if (region !== undefined && region !== pack.code) {
        throw new Error(`该数据库属于 ${region} / the database belongs to region ${region}`);
      }
      const installed = await installPack(tx, pack, { simulated: false, installedOn });
      if (installed === 'there-otherwise') {
        throw new Error(
          `${packVersion(pack)} 已安装且内容不同，请改写 version / is installed with other content`,
        );
      }
    });
  } finally {
    await db.destroy();
  }
  return `已安装 / installed: ${pack.name} ${packVersion(pack)}`;
}
