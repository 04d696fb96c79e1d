import { listStoredLines, type StoredLine } from '../../db/trial.ts';
import type { Tx } from '../../db/connect.ts';
import { birthFacts, readsOf, recordedFacts } from '../../domain/rules/index.ts';
import type { RecordedClaim, RecordedLine } from '../../domain/trial/index.ts';
import type { TrialOrder } from './run-trial.ts';

/** The lines of some claims by claim, with every fact that the rules of then or the draft read. */
export async function readLines(
  tx: Tx,
  claims: readonly RecordedClaim[],
  { draft, packs, decrypt }: TrialOrder,
): Promise<Map<string, RecordedLine[]>> {
  const versions = [...new Set(claims.map(({ packVersion }) => packVersion))];
  const inForce = await Promise.all(versions.map((version) => packs.get(version)));
  const schemes = [...new Set(claims.map(({ scheme }) => scheme))];
  const reads = [draft, ...inForce].flatMap(({ rules }) =>
    schemes.map((scheme) => readsOf(rules, scheme)),
  );
  const stored = await listStoredLines(
    tx,
    claims.map(({ claimId }) => claimId),
    {
      births: reads.some((it) => it.births),
      lists: reads.some((it) => it.lists) ? (draft.pack.lists ?? []) : undefined,
    },
  );
  const byClaim = Map.groupBy(stored, ({ claimId }) => claimId);
  return new Map(
    claims.map(({ claimId, scheme }) => {
      const lines = byClaim.get(claimId) ?? [];
      const of = { scheme, classSize: lines.length, decrypt };
      return [claimId, lines.map((line) => recordedLine(line, of))];
    }),
  );
}

function recordedLine(
  line: StoredLine,
  of: { scheme: string; classSize: number; decrypt: TrialOrder['decrypt'] },
): RecordedLine {
  const { lineNo, personId, parts, before, amount, uses, cutNo, identity, certified } = line;
  const facts = {
    ...recordedFacts(of.scheme, line, certified),
    ...(identity && birthFacts(of.decrypt(identity))),
    listed: line.listed ?? line.listedNow ?? [],
    classSize: of.classSize,
  };
  return { lineNo, personId, facts, parts, before, amount, uses, cutNo };
}
