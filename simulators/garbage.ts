/** A 200 answer that is worth nothing. */
export type Garbage = { type: 'text/html' | 'application/json'; body: string };

const html = '<!doctype html><title>系统维护</title><h1>系统维护中，请稍后再试</h1>';
const oversizedBytes = 3 * 1024 * 1024;

const spoilers: readonly ((json: unknown) => Garbage)[] = [
  () => ({ type: 'text/html', body: html }),
  () => ({ type: 'application/json', body: html }),
  (json) => asJson(truncated(JSON.stringify(json))),
  () => asJson('{"ok":true}'),
  () => asJson('null'),
  (json) => asJson(JSON.stringify(withPartsMissing(json))),
  (json) => asJson(`${' '.repeat(oversizedBytes)}${JSON.stringify(json)}`),
];

/** Turns the true answer into one of the ways answers go bad; `pick` in [0, 1) says which. */
export function spoil(json: unknown, pick: number): Garbage {
  const spoiler = spoilers[Math.floor(pick * spoilers.length)];
  if (!spoiler) throw new RangeError('pick must lie in [0, 1)');
  return spoiler(json);
}

function asJson(body: string): Garbage {
  return { type: 'application/json', body };
}

function truncated(text: string): string {
  return text.slice(0, Math.max(1, Math.floor(text.length / 2)));
}

/** Every list loses its last element; an object without lists loses its first field. */
function withPartsMissing(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return null;
  const fields = Object.entries(json);
  const filledLists = fields.filter(([, value]) => Array.isArray(value) && value.length > 0);
  if (filledLists.length === 0) return Object.fromEntries(fields.slice(1));
  return Object.fromEntries(
    fields.map(([name, value]) => [name, Array.isArray(value) ? value.slice(0, -1) : value]),
  );
}
