import { databaseSettings, readConfig } from '../../config.ts';
import { connect } from '../../db/connect.ts';
import { installedRegion } from '../../db/installation.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { installPack, packVersion } from '../../db/pack.ts';
import { instant, shanghaiDay } from '../../domain/days.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';

/**
 * Installs the pack of a folder in the database at DATABASE_URL and says what was installed. One
 * region in one database: a pack of another region would mix their figures.
 */
export async function installRegion(directory: string): Promise<string> {
  const { databaseUrl } = readConfig(databaseSettings);
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
