import type { NewLine } from '../db/claim-filing.ts';
import type { PackInForce } from '../db/pack.ts';
import { lineFacts } from '../domain/rules/index.ts';
import { readableFacts } from './own-facts.ts';
import type { ClaimContext } from './line-checks.ts';

/** What tells certificates of one number apart, as a line has it; nothing where nothing does. */
export function toldApart(
  { pack, rules }: PackInForce,
  { scheme, facts }: ClaimContext,
  line: Omit<NewLine, 'name' | 'identityNumber'>,
): { fact: string; value: string | undefined }[] {
  const kind = pack.certificateKinds.find(({ code }) => code === line.certificateKind);
  const own = readableFacts(pack, { ...facts, ...line.facts });
  const told = { ...lineFacts(scheme, line, true), own };
  return (kind?.toldApartBy ?? []).map((fact) => ({ fact, value: rules.words.reader(fact)(told) }));
}
