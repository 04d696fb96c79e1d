import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openApiOffice, type ApiOffice } from '../support/api-office.ts';

const operation = z.object({
  summary: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })),
  responses: z.looseObject({ default: z.object({ content: z.unknown() }) }),
  requestBody: z.unknown().optional(),
});
const description = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

describe('the OpenAPI document', () => {
  let office: ApiOffice;
  let document: z.output<typeof description>;

  beforeAll(async () => {
    office = await openApiOffice();
    document = description.parse((await office.get(undefined, '/openapi.json')).body);
  });
  afterAll(() => office.close());

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, it]) => ({ method, path, ...it })),
    );

  test('is of version 3.1 and lists every route', () => {
    expect(document.openapi).toMatch(/^3\.1\./u);
    const listed = operations().map(({ method, path }) => `${method} ${path}`);
    expect(new Set(listed)).toEqual(
      new Set([
        'get /v1/claims',
        'get /v1/claims/{claimId}',
        'get /v1/claims/{claimId}/rosters/{roster}',
        'get /v1/evaluations/{editionId}',
        'get /v1/evaluations/{editionId}/draft.pdf',
        'get /v1/evaluations/{editionId}/figures',
        'get /v1/evaluations/{editionId}/figures.csv',
        'get /v1/evaluations/{editionId}/report.pdf',
        'get /v1/figures/{editionId}/{figure}/lines',
        'get /v1/findings',
        'get /v1/health',
        'get /v1/months',
        'get /v1/months/{month}',
        'get /v1/look-ups',
        'get /v1/payment-runs/due',
        'get /v1/payment-runs/{runId}',
        'get /v1/rosters/{rosterId}',
        'get /v1/rosters/{rosterId}/faults',
        'get /v1/schemes/{scheme}/roster-template',
        'get /v1/tasks',
        'get /v1/tasks/{taskId}',
        'post /v1/claims',
        'post /v1/claims/{claimId}/hold',
        'post /v1/claims/{claimId}/objections',
        'post /v1/claims/{claimId}/release',
        'post /v1/claims/{claimId}/withdrawal',
        'post /v1/evaluations',
        'post /v1/findings/{findingId}/disposition',
        'post /v1/months/{month}/closing',
        'post /v1/look-ups/try-again',
        'post /v1/organisations',
        'post /v1/payment-runs',
        'post /v1/reported-figures',
        'post /v1/rosters',
        'post /v1/tasks/{taskId}/decisions',
      ]),
    );
  });

  test('asks every write for its key, and no read', () => {
    for (const { method, path, parameters } of operations()) {
      const asked = parameters.some(({ name }) => name === 'idempotency-key');
      expect({ path, asked }).toEqual({ path, asked: method === 'post' });
    }
  });

  test('says what a filing holds, and that nothing else may stand in it', () => {
    const filing = document.paths['/v1/claims']?.['post']?.requestBody;
    expect(JSON.stringify(filing)).toContain('"additionalProperties":false');
    expect(JSON.stringify(filing)).toContain('"identityNumber"');
    expect(JSON.stringify(filing)).toContain('"reference"');
  });
});
