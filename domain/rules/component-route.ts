import type { CompiledRules } from './compiled-rules.ts';
import type { AssessedComponent, LineFacts } from './line-facts.ts';

/** Which fund pays a component of a line, and to whom. */
export type ComponentRoute = Pick<AssessedComponent, 'fund' | 'payee'>;

/** The route of a component; undefined where the scheme has it not, or nobody can tell. */
export function routeOf(
  { schemes }: CompiledRules,
  line: LineFacts,
  code: string,
): ComponentRoute | undefined {
  const parts = schemes.get(line.scheme)?.components ?? [];
  const part = parts.find(({ component }) => component.code === code);
  const fund = part?.fundOf(line);
  const payee = part?.payTo(line);
  if (typeof fund !== 'string' || typeof payee !== 'string') return undefined;
  return { fund, payee };
}
