import type { Database } from './connect.ts';

/** True once a database was filled by simulation: everything made from it says 模拟数据. */
export async function isSimulated(db: Database): Promise<boolean> {
  const row = await db.selectFrom('installation').select('simulated').executeTakeFirst();
  return row?.simulated ?? false;
}

/** The region this database works for; undefined while no pack is installed. */
export async function installedRegion(db: Database): Promise<string | undefined> {
  const row = await db.selectFrom('installation').select('region').executeTakeFirst();
  return row?.region;
}
