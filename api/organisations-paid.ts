import { isCreditCode } from '../domain/credit-code.ts';
import { payeeFacts } from '../domain/payee.ts';
import type { NewLine } from '../db/claim-filing.ts';
import type { Tx } from '../db/connect.ts';
import { accountsByCreditCode } from '../db/organisation-payee.ts';
import type { PackInForce } from '../db/pack.ts';
import type { Fault } from './errors.ts';
import type { ClaimContext } from './line-checks.ts';

type Named = { path: string; name: string; code: string };

/**
 * Organisations that lines of a claim are certainly paid to and that cannot be paid: those not
 * registered, or without a confirmed account. Paths are below the roster, or below the facts of
 * the claim.
 */
export async function unpayable(
  tx: Tx,
  { pack }: PackInForce,
  { claim, lines }: { claim: ClaimContext; lines: readonly NewLine[] },
): Promise<{ ofLines: Fault[]; ofClaim: Fault[] }> {
  const scheme = pack.schemes.find(({ code }) => code === claim.scheme);
  const own = new Map((pack.facts ?? []).map((it) => [it.code, it]));
  const named = lines.flatMap(({ lineNo, group, facts }) =>
    (scheme ? payeeFacts(scheme, group) : []).flatMap((fact): (Named & { of: string })[] => {
      const { name = fact, of = 'line' } = own.get(fact) ?? {};
      const code = of === 'claim' ? claim.facts?.[fact] : facts[fact];
      if (code === undefined || !isCreditCode(code)) return [];
      const path = of === 'claim' ? fact : `${String(lineNo - 1)}/facts/${fact}`;
      return [{ path, name, code, of }];
    }),
  );
  const known = await accountsByCreditCode(tx, [...new Set(named.map(({ code }) => code))]);
  const wrong = named.filter(({ code }) => !known.has(code));
  const ofClaim = wrong.filter(({ of }) => of === 'claim');
  return {
    ofLines: wrong.filter(({ of }) => of !== 'claim').map(notPayable),
    ofClaim: [...new Map(ofClaim.map((it) => [it.path, notPayable(it)])).values()],
  };
}

const notPayable = ({ path, name }: Named): Fault => ({
  path,
  reason: `${name}没有登记，或没有经确认的收款账户，补贴无法拨付`,
});
