import { chainsFor } from '../approval-chain.ts';
import { compare, type Yuan, ZERO } from '../money.ts';
import type { ApprovalChain, ApprovalStep } from './approvals.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import type { Scheme } from './schemes.ts';

/** Amounts of a scheme that no chain takes or two take, and steps that stand where none may. */
export function chainFaults(pack: RegionPack): PackFault[] {
  return [
    ...pack.schemes.flatMap(({ code, name }) =>
      bandFaults(pack.approvals, chainsFor(pack, code), name),
    ),
    ...pack.schemes.flatMap((scheme) => acceptanceFaults(pack, scheme)),
    ...pack.approvals.flatMap(({ steps }, at) => stepFaults(steps, ['approvals', at, 'steps'])),
    ...noticeFaults(pack),
  ];
}

/** Chains that several schemes share are told of with each: the names say which. */
function bandFaults(
  all: readonly ApprovalChain[],
  chains: readonly ApprovalChain[],
  scheme: string,
): PackFault[] {
  const fault = (chain: ApprovalChain | undefined, expected: string): PackFault => ({
    path: ['approvals', ...(chain ? [all.indexOf(chain)] : [])],
    expected: `${scheme}：${expected}`,
  });
  if (chains.length === 0) return [fault(undefined, '没有办理链条')];
  const faults: PackFault[] = [];
  /** Every amount below is taken; undefined once every amount is. */
  let taken: Yuan | undefined = ZERO;
  for (const chain of chains.toSorted((a, b) => compare(a.from ?? ZERO, b.from ?? ZERO))) {
    const { from = ZERO, below } = chain;
    if (below !== undefined && compare(from, below) >= 0) {
      faults.push(fault(chain, `from ${from} 须小于 below ${below}`));
    } else if (taken === undefined || compare(from, taken) < 0) {
      faults.push(fault(chain, `金额自 ${from} 元起与另一办理链条重叠`));
    } else if (compare(from, taken) > 0) {
      faults.push(fault(chain, `金额 ${taken} 元至不足 ${from} 元没有办理链条`));
    }
    if (taken !== undefined && (below === undefined || compare(below, taken) > 0)) taken = below;
  }
  if (taken !== undefined) faults.push(fault(undefined, `金额 ${taken} 元以上没有办理链条`));
  return faults;
}

/** Where acceptance itself settles the amount, the amount cannot choose who accepts. */
function acceptanceFaults(pack: RegionPack, { code, name, keyDate }: Scheme): PackFault[] {
  if (keyDate !== 'acceptedOn') return [];
  const [first, ...others] = chainsFor(pack, code);
  const who = (chain: ApprovalChain | undefined) =>
    JSON.stringify([chain?.steps[0]?.duty, chain?.steps[0]?.unit]);
  const expected = `${name}：标准按受理日的，各档金额的受理须由同一岗位、同一单位办理`;
  return others
    .filter((it) => who(it) !== who(first))
    .map((it) => ({ path: ['approvals', pack.approvals.indexOf(it), 'steps', 0], expected }));
}

function stepFaults(steps: readonly ApprovalStep[], path: PropertyKey[]): PackFault[] {
  const faults: PackFault[] = [];
  let level = 0;
  for (const [at, step] of steps.entries()) {
    const kind = at === 0 ? 'acceptance' : at === steps.length - 1 ? 'finance' : 'review';
    const fault = (key: string, expected: string): void => {
      faults.push({ path: [...path, at, key], expected });
    };
    if (step.kind !== kind) fault('kind', `此步须为 ${kind}：受理在首，财政复核在末，其间为审核`);
    if (step.kind !== 'review') {
      if (step.above !== undefined) fault('above', '只有审核可以按金额略过');
      if (step.silence !== undefined) fault('silence', '受理和财政复核须由人办理，不能视为同意');
      continue;
    }
    const { level: own = 1 } = step;
    if (own <= level) fault('level', '各级审核须由低到高，各不相同');
    level = own;
  }
  return faults;
}

function noticeFaults({ notices }: RegionPack): PackFault[] {
  const open = notices.filter(({ schemes }) => schemes === undefined).length;
  const expected = '须有且只有一项公示规则不写 schemes，用于其余补贴种类';
  const named = notices.flatMap(({ schemes = [] }, at) =>
    schemes.map((scheme, i) => ({ scheme, path: ['notices', at, 'schemes', i] })),
  );
  const again = named.filter(({ scheme }, i) => named.findIndex((it) => it.scheme === scheme) < i);
  return [
    ...(open === 1 ? [] : [{ path: ['notices'], expected }]),
    ...again.map(({ scheme, path }) => ({ path, expected: `${scheme} 已有一项公示规则` })),
  ];
}
