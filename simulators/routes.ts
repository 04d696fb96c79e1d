import { RequestRefused } from './request-refused.ts';

export type Call = { params: Record<string, string>; query: unknown; body: unknown };
export type Answer =
  | { kind: 'json'; json: unknown }
  | { kind: 'page'; html: string; headers: Record<string, string> };

/** `path` is like `/payments/:key`; no fault hits a `reliable` route. */
export type Route = {
  method: 'GET' | 'POST';
  path: string;
  maxBytes?: number;
  reliable?: boolean;
  handle: (call: Call) => Answer;
};

/** The route of a request and what its path holds; refuses with 404 or 405. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } {
  const matches = routes.flatMap((route) => {
    const params = matchPath(route.path, path);
    return params ? [{ route, params }] : [];
  });
  const match = matches.find(({ route }) => route.method === method);
  if (match) return match;
  if (matches.length > 0) throw new RequestRefused(405, 'no-such-method');
  throw new RequestRefused(404, 'no-such-address');
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}
