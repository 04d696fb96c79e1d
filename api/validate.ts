import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { Refusal, type Fault } from './errors.ts';

const chinese = z.locales.zhCN().localeError;
const plainName = /^[\w-]{1,40}$/u;

/** Checks one part of a request; the refusal names every fault in it, with its path. */
export const validateRequest: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const root = httpPart === undefined || httpPart === 'body' ? '' : `/${httpPart}`;
  return (data: unknown) => {
    const read = schema.safeParse(data, { error: chinese });
    if (read.success) return { value: read.data };
    const faults = read.error.issues.flatMap((issue) => faultsOf(issue, root));
    return { error: new Refusal('invalid-request', '请按所列字段改正后重新提交', faults) };
  };
};

/** A key nobody knows is named only when it looks like one: it may be anything, also personal. */
function faultsOf(issue: z.core.$ZodIssue, root: string): Fault[] {
  const path = [root, ...issue.path.map(String)].join('/');
  if (issue.code !== 'unrecognized_keys') {
    return [{ path: path === '' ? '/' : path, reason: issue.message }];
  }
  return issue.keys.map((key) => ({
    path: plainName.test(key) ? `${path}/${key}` : `${path}/`,
    reason: '不认识的字段',
  }));
}
