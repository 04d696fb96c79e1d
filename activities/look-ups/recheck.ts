import type { Instant, IsoDate } from '../../domain/days.ts';
import { sourceAt } from '../../domain/look-up-ways.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import type { Move } from '../../db/claim-state.ts';
import {
  hasOpenCheck,
  hasStoppedLines,
  reopenLookUps,
  setRecheck,
  type RecheckRule,
} from '../../db/recheck.ts';
import type { NewTask } from '../../db/task.ts';
import { staffTask, type Step } from '../open-step.ts';

/** What of a scheme's certificates the pack has looked up again before payment, and where. */
export function recheckRules(pack: RegionPack, schemeCode: string): RecheckRule[] {
  const scheme = pack.schemes.find(({ code }) => code === schemeCode);
  const asked = (pack.certificateSources ?? []).filter(({ kind }) =>
    scheme?.certificateKinds.includes(kind),
  );
  return asked.flatMap(({ kind, recheckBeforePaymentDays: days }) => {
    const source = sourceAt(pack, kind, 0);
    return days === undefined || source === undefined ? [] : [{ kind, days, source }];
  });
}

/**
 * Has certificates looked up again that were last looked up too long ago: the claim waits for that
 * before its money is reserved, or paid. Undefined where all still hold good.
 */
export async function startRecheck(
  { tx, claim, inForce, clock }: Step,
  on?: IsoDate,
): Promise<Move | undefined> {
  const rules = recheckRules(inForce.pack, claim.scheme);
  if (rules.length === 0) return undefined;
  const reopened = await reopenLookUps(tx, claim.id, { rules, now: clock.now() });
  return reopened === 0 ? undefined : { stage: 'rechecking', ...(on && { on }) };
}

/** Until when the certificates of a claim with reserved money hold good. */
export async function untilRecheck({
  tx,
  claim,
  inForce,
  clock,
}: Step): Promise<{ until?: Instant }> {
  const rules = recheckRules(inForce.pack, claim.scheme);
  if (rules.length === 0) return {};
  const until = await setRecheck(tx, claim.id, { rules, now: clock.now() });
  return until === null ? {} : { until };
}

/** The task of whoever looks at the lines that were stopped, unless it is open already. */
export async function openCheck(step: Step, on: IsoDate): Promise<{ opens?: NewTask }> {
  const { tx, claim, inForce } = step;
  if (recheckRules(inForce.pack, claim.scheme).length === 0) return {};
  if (!(await hasStoppedLines(tx, claim.id)) || (await hasOpenCheck(tx, claim.id))) return {};
  return { opens: staffTask(step, 'manual-check', { on }) };
}
