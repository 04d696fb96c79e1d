import type { DatabaseSync } from 'node:sqlite';
import { faultPlanStore } from './book.ts';
import { faultRoutes } from './fault-routes.ts';
import { faultPlanSchema, httpFaultModes, openFaultDesk } from './faults.ts';
import { serveHttp, type RunningServer } from './http-server.ts';
import type { Route } from './routes.ts';

/** Serves a book over HTTP beside its fault plan; closes the book after the server. */
export async function serveBook(
  book: { database: DatabaseSync; close: () => void },
  { host, port, routes }: { host: string; port: number; routes: readonly Route[] },
): Promise<RunningServer> {
  const faultPlan = faultPlanSchema(httpFaultModes);
  const faults = openFaultDesk(faultPlan, faultPlanStore(book.database));
  const all = [...routes, ...faultRoutes(faults, faultPlan)];
  const server = await serveHttp({ host, port, routes: all, faults });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      book.close();
    },
  };
}
