import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { LogController } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { authenticate, decorateActor } from './authenticate.ts';
import type { Api, ApiContext } from './context.ts';
import { describeApi } from './describe-api.ts';
import { answerProblems, sendProblem } from './problem.ts';
import { refusalOf } from './refusal-of.ts';
import { claimActRoutes } from './routes/claim-act-post.ts';
import { claimGetRoutes } from './routes/claim-get.ts';
import { claimPostRoute } from './routes/claim-post.ts';
import { decisionPostRoute } from './routes/decision-post.ts';
import { evaluationGetRoutes } from './routes/evaluation-get.ts';
import { evaluationPostRoute } from './routes/evaluation-post.ts';
import { figureLinesGetRoute } from './routes/figure-lines-get.ts';
import { findingRoutes } from './routes/finding.ts';
import { healthGetRoute } from './routes/health-get.ts';
import { lookUpRoutes } from './routes/look-up.ts';
import { monthRoutes } from './routes/month.ts';
import { organisationPostRoute } from './routes/organisation-post.ts';
import { paymentDueGetRoute } from './routes/payment-due-get.ts';
import { paymentRunRoutes } from './routes/payment-run.ts';
import { reportedFigurePostRoute } from './routes/reported-figure-post.ts';
import { rosterGetRoutes } from './routes/roster-get.ts';
import { rosterPostRoute } from './routes/roster-post.ts';
import { rosterTemplateGetRoute } from './routes/roster-template-get.ts';
import { startPageRoute } from './routes/start-page.ts';
import { taskGetRoutes } from './routes/task-get.ts';
import { markSimulated, simulatedMark } from './simulated-mark.ts';
import { validateRequest } from './validate.ts';

export type ApiOptions = {
  logLevel: string;
  /** Where the log goes; standard output when left out. */
  logTo?: { write: (line: string) => void };
  requestsPerMinute: number;
  /** Where an operator finds Temporal's own pages; shown on the start page. */
  temporalUi?: string | undefined;
};

const bodyBytesMax = 2_000_000;

const routes = [
  claimPostRoute,
  claimGetRoutes,
  claimActRoutes,
  rosterPostRoute,
  rosterGetRoutes,
  rosterTemplateGetRoute,
  taskGetRoutes,
  decisionPostRoute,
  paymentDueGetRoute,
  paymentRunRoutes,
  lookUpRoutes,
  organisationPostRoute,
  monthRoutes,
  reportedFigurePostRoute,
  evaluationPostRoute,
  evaluationGetRoutes,
  figureLinesGetRoute,
  findingRoutes,
];

/** The HTTP server, not yet listening: every route below /v1 asks for a token. */
export async function createApi(context: ApiContext, options: ApiOptions): Promise<Api> {
  const mark = simulatedMark(context.simulated);
  const server = fastify({
    bodyLimit: bodyBytesMax,
    logger: {
      level: options.logLevel,
      base: { program: 'api' },
      ...(options.logTo && { stream: options.logTo }),
    },
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 30_000,
    // An address that cannot be read passes no hooks, so its answer is marked here.
    frameworkErrors: (failure, request, reply) => {
      const marked = (problem: object) => mark.body({ request, reply }, problem);
      void mark.head(reply).then(() => sendProblem(reply, refusalOf(failure), marked));
    },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  });
  const app: Api = server.withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validateRequest);
  app.removeContentTypeParser('text/plain');
  decorateActor(app);
  await app.register(helmet);
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: '1 minute',
    keyGenerator: ({ actor, ip }) => (actor.personId === '' ? ip : actor.personId),
  });
  await describeApi(app);
  answerProblems(app);
  markSimulated(app, mark);
  healthGetRoute(app, context);
  startPageRoute(app, context, options);
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
