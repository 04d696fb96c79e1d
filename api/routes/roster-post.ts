import { createHash } from 'node:crypto';
import { z } from 'zod';
import { audit } from '../../db/audit.ts';
import { findRosterFile, storeRosterFile, type NewRosterFile } from '../../db/roster-file.ts';
import type { IsoDate } from '../../domain/days.ts';
import { rosterTemplateOf, type RosterTemplate } from '../../domain/roster/template.ts';
import type { Api, ApiContext } from '../context.ts';
import { invalidRequest, Refusal } from '../errors.ts';
import { codeField, dayField, uuidField } from '../fields.ts';
import { occurredOn } from '../occurred-on.ts';
import { packInForce } from '../pack-in-force.ts';
import { requireClaimantPosts } from '../rights.ts';
import { rosterAnswer } from '../rosters/roster-answer.ts';
import { RowChecks } from '../rosters/row-checks.ts';
import { writeOnce } from '../write.ts';

const querystring = z.strictObject({
  rosterId: uuidField,
  organisationId: uuidField,
  scheme: codeField,
  occurredOn: dayField.optional(),
});
type Sent = z.output<typeof querystring> & { file: Buffer; filedOn: IsoDate };

/** Files that one person may send within an hour. */
const filesPerHour = 120;
const fileType = 'application/octet-stream';

/** Takes a roster as .xlsx, .xls or .csv, reads it and keeps what is good and wrong in it. */
export function rosterPostRoute(app: Api, context: ApiContext): void {
  const schema = {
    summary: '提交花名册文件',
    tags: ['花名册'],
    consumes: [fileType],
    querystring,
  };
  void app.register((scope: Api, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(fileType, { parseAs: 'buffer' }, (_request, file, parsed) => {
      parsed(null, file);
    });
    const count = scope.createRateLimit({ max: filesPerHour, timeWindow: '1 hour' });
    const reading = new Set<string>();
    const bodyLimit = context.rosters.fileBytesMax;
    scope.post('/rosters', { schema, bodyLimit }, async (request, reply) => {
      const { organisationId, rosterId } = request.query;
      const posts = requireClaimantPosts(request.actor, organisationId);
      const today = context.clock.today();
      const filedOn = occurredOn(request.query.occurredOn, { today, posts });
      const counted = await count(request);
      if (!counted.isAllowed && counted.isExceeded) throw tooMany('提交的文件过多，请一小时后再试');
      if (reading.has(organisationId)) throw tooMany('该单位有一个文件正在读取，请读完后再提交');
      const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      reading.add(organisationId);
      try {
        const sent = { ...request.query, file, filedOn };
        const read = await readOnce(context, request.actor.personId, sent);
        await writeOnce(context, request, reply, {
          resourceId: rosterId,
          work: async (tx) => {
            if (!read) throw new Refusal('id-taken', '该花名册编号已被使用');
            await storeRosterFile(tx, context.keys, read);
            const { personId: person } = request.actor;
            await audit(tx, { person, act: 'sent', kind: 'roster', id: rosterId });
          },
        });
      } finally {
        reading.delete(organisationId);
      }
      const stored = await findRosterFile(context.db, rosterId);
      if (!stored) throw new Refusal('not-found', '没有找到该花名册文件');
      return reply.status(201).send(await rosterAnswer(context, stored));
    });
    done();
  });
}

const tooMany = (why: string): Refusal => new Refusal('too-many-requests', why);

/** What the file holds; undefined for an id that is there, for a file is not read twice. */
async function readOnce(
  context: ApiContext,
  sentBy: string,
  sent: Sent,
): Promise<NewRosterFile | undefined> {
  if (await findRosterFile(context.db, sent.rosterId)) return undefined;
  const { rosterId: id, organisationId, scheme, file, filedOn } = sent;
  const inForce = await packInForce(context);
  const template: RosterTemplate | undefined = rosterTemplateOf(inForce.pack, scheme);
  if (!template) throw invalidRequest({ path: '/scheme', reason: '没有这个补贴种类' });
  const checks = new RowChecks(inForce, template, filedOn);
  const reading = await context.rosters.read(file, template, (rows) => checks.take(rows));
  if (reading.kind === 'refused') {
    throw unreadable(
      reading.row === undefined
        ? reading.reason
        : `${reading.reason}（第 ${String(reading.row)} 行）`,
    );
  }
  const checked = checks.finish();
  if (checked.kind === 'unreadable') throw unreadable(checked.reason);
  return {
    id,
    organisationId,
    scheme,
    sentBy,
    filedOn,
    format: reading.format,
    packVersion: inForce.version,
    sha256: createHash('sha256').update(file).digest(),
    good: checked.good,
    faults: checked.faults,
    notes: [...reading.notes, ...checked.notes],
  };
}

const unreadable = (reason: string): Refusal =>
  new Refusal('roster-unreadable', reason, [{ path: '/file', reason }]);
