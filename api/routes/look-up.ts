import { z } from 'zod';
import { audit } from '../../db/audit.ts';
import { hurryClaims, hurrySource } from '../../db/look-up.ts';
import { listSourceWaits, listTroubledFiles } from '../../db/look-up-list.ts';
import type { Api, ApiContext } from '../context.ts';
import { codeField, uuidField } from '../fields.ts';
import { requireRegionPosts } from '../rights.ts';
import { writeOnce } from '../write.ts';

const body = z.strictObject({ tryId: uuidField, source: codeField });
const tags = ['证书核验'];

/** What certificates wait for, as operators see it, and trying a source again at once. */
export function lookUpRoutes(app: Api, context: ApiContext): void {
  const { db, clock } = context;
  const list = { summary: '各核验来源的等待情况，连同未能读取的交换文件', tags };
  app.get('/look-ups', { schema: list }, async (request) => {
    requireRegionPosts(request.actor, 'operator');
    return { waiting: await listSourceWaits(db), files: await listTroubledFiles(db) };
  });

  const again = { summary: '立即再向一个来源核验', tags, body };
  app.post('/look-ups/try-again', { schema: again }, async (request, reply) => {
    requireRegionPosts(request.actor, 'operator');
    const { tryId, source } = request.body;
    await writeOnce(context, request, reply, {
      resourceId: tryId,
      work: async (tx) => {
        const claims = await hurrySource(tx, source, clock.now());
        await hurryClaims(tx, claims);
        await audit(tx, {
          person: request.actor.personId,
          act: `try-again:${source}`,
          kind: 'look-up',
          id: tryId,
        });
      },
    });
    return reply.status(202).send({ tryId });
  });
}
