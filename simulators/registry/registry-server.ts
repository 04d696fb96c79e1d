import { join } from 'node:path';
import type { RunningServer } from '../http-server.ts';
import { accept } from '../request-refused.ts';
import type { Route } from '../routes.ts';
import { serveBook } from '../serve-book.ts';
import { openRegistryBook, type RegistryBook } from './registry-book.ts';
import { answerRequests } from './exchange-desk.ts';
import {
  certificateImport,
  certificateQueries,
  certificateRevocation,
} from './registry-requests.ts';

const source = '模拟证书登记库';
const importBytesMax = 4 * 1024 * 1024;
const queryBytesMax = 512 * 1024;

/**
 * The certificate registry: certificates go in by `POST /certificates`, questions are batches, by
 * HTTP or as files in `<state>/exchange`, which `POST /exchange/answer` has answered.
 */
export async function startRegistry(options: {
  state: string;
  host: string;
  port: number;
}): Promise<RunningServer> {
  const book = openRegistryBook(options.state);
  const { host, port } = options;
  const exchange = join(options.state, 'exchange');
  return serveBook(book, { host, port, routes: routesOf(book, exchange) });
}

function routesOf(book: RegistryBook, exchange: string): Route[] {
  return [
    {
      method: 'POST',
      path: '/certificates',
      maxBytes: importBytesMax,
      handle({ body }) {
        const { certificates } = accept(certificateImport, body);
        return { kind: 'json', json: book.enter(certificates) };
      },
    },
    {
      method: 'POST',
      path: '/certificates/query',
      maxBytes: queryBytesMax,
      handle({ body }) {
        const { queries } = accept(certificateQueries, body);
        const checkedAt = new Date().toISOString();
        return { kind: 'json', json: { source, checkedAt, answers: book.look(queries) } };
      },
    },
    {
      method: 'POST',
      path: '/certificates/revoke',
      handle({ body }) {
        const { certificates } = accept(certificateRevocation, body);
        return { kind: 'json', json: { revoked: book.revoke(certificates) } };
      },
    },
    {
      method: 'POST',
      path: '/exchange/answer',
      handle: () => ({ kind: 'json', json: { answered: answerRequests(exchange, book) } }),
    },
  ];
}
