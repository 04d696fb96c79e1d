import { sql } from 'kysely';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';

/** For whoever watches the process: the database answers, and Temporal, or what does not. */
export function healthGetRoute(app: Api, { db, client }: ApiContext): void {
  app.get('/v1/health', { schema: { summary: '运行状况', security: [] } }, async () => {
    try {
      await sql`select 1`.execute(db);
    } catch {
      throw new Refusal('unavailable', '数据库暂不可达');
    }
    const temporal = client ? await reaches(client) : false;
    return { database: true, temporal };
  });
}

async function reaches(client: NonNullable<ApiContext['client']>): Promise<boolean> {
  try {
    await client.connection.withDeadline(Date.now() + 2_000, () =>
      client.workflowService.getSystemInfo({}),
    );
    return true;
  } catch {
    return false;
  }
}
