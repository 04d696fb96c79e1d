import { createServer, type RequestListener } from 'node:http';

export type HostileServer = { url: string; requests: number; close: () => void };

/** A server on a free port that answers whatever a test wants a gateway to survive. */
export async function startHostileServer(listener: RequestListener): Promise<HostileServer> {
  const server = createServer((request, response) => {
    hostile.requests += 1;
    listener(request, response);
  });
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await listening;
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const hostile: HostileServer = {
    url: `http://127.0.0.1:${port}`,
    requests: 0,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return hostile;
}

/** A listener that gives this JSON text, with this status, to everybody. */
export function saying(body: string, status = 200, type = 'application/json'): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };
}
