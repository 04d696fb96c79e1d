import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authenticate } from './authenticate.ts';
import type { Api, ApiContext } from './context.ts';
import { answerProblems, answerUnreadableUrl } from './problem.ts';
import { claimActRoutes } from './routes/claim-act-post.ts';
import { claimGetRoutes } from './routes/claim-get.ts';
import { claimPostRoute } from './routes/claim-post.ts';
import { decisionPostRoute } from './routes/decision-post.ts';
import { evaluationRoutes } from './routes/evaluation.ts';
import { healthGetRoute } from './routes/health-get.ts';
import { monthRoutes } from './routes/month.ts';
import { paymentRunRoutes } from './routes/payment-run.ts';
import { reportedFigurePostRoute } from './routes/reported-figure-post.ts';
import { startPageRoute } from './routes/start-page.ts';
import { taskGetRoutes } from './routes/task-get.ts';

export type ApiOptions = {
  logLevel: string;
  requestsPerMinute: number;
  /** Where an operator finds Temporal's own pages; shown on the start page. */
  temporalUi?: string | undefined;
};

const bodyBytesMax = 2_000_000;

const routes = [
  claimPostRoute,
  claimGetRoutes,
  claimActRoutes,
  taskGetRoutes,
  decisionPostRoute,
  paymentRunRoutes,
  monthRoutes,
  reportedFigurePostRoute,
  evaluationRoutes,
];

/** The HTTP server, not yet listening: every route below /v1 asks for a token. */
export async function createApi(context: ApiContext, options: ApiOptions): Promise<Api> {
  z.config(z.locales.zhCN());
  const server = fastify({
    bodyLimit: bodyBytesMax,
    logger: { level: options.logLevel, base: { program: 'api' } },
    disableRequestLogging: true,
    requestTimeout: 30_000,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    frameworkErrors: (_error, _request, reply) => answerUnreadableUrl(reply),
  });
  const app: Api = server.withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(helmet);
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: '1 minute',
    keyGenerator: (request) => request.headers.authorization ?? request.ip,
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: '提升 Tisheng', version: '0.1.0' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
  answerProblems(app);
  markSimulated(app, context);
  healthGetRoute(app, context);
  startPageRoute(app, context, options);
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(
    (scope: Api, _options, done) => {
      authenticate(scope, context);
      for (const route of routes) route(scope, context);
      done();
    },
    { prefix: '/v1' },
  );
  return app;
}

/** Every answer made from a simulated database says so. */
function markSimulated(app: Api, { simulated }: ApiContext): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-tisheng-simulated', String(await simulated().catch(() => false)));
  });
  app.addHook('preSerialization', async (request, _reply, payload) => {
    if (typeof payload !== 'object' || payload === null || !request.url.startsWith('/v1')) {
      return payload;
    }
    return { ...payload, simulated: await simulated().catch(() => false) };
  });
}
