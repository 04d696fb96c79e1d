import { creditCodeCheckDigit } from '../../../../domain/credit-code.ts';
import type { Uuid } from '../../../../domain/ids.ts';
import { derivedId } from '../../../../db/ids.ts';
import { digits } from './trainees.ts';

/** Who files claims: a firm or a training institution of one unit, with its agent and accounts. */
export type Organisation = {
  id: Uuid;
  kind: 'enterprise' | 'institution';
  name: string;
  creditCode: string;
  unit: string;
  account: Account;
  /** An account that the bank has closed: what is paid there comes back. */
  closedAccount: Account;
  agent: { id: Uuid; name: string };
};

export type Account = { id: Uuid; holder: string; number: string };

const words = {
  enterprise: { first: (no: string) => `示例企业${no}有限公司`, code: '91' },
  institution: { first: (no: string) => `示例培训机构${no}`, code: '52' },
} as const;

const bodyWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** The organisation with this number of its kind, the same for the same seed. */
export function organisation(
  { seed, unassignedArea }: { seed: string; unassignedArea: string },
  kind: Organisation['kind'],
  number: number,
  unit: string,
): Organisation {
  const no = digits(number, 4);
  const name = words[kind].first(no);
  const series = words[kind].code;
  const account = (use: string, ending: string): Account => ({
    id: derivedId(seed, 'account', kind, no, use),
    holder: name,
    number: `${unassignedArea}${series}${digits(number, 6)}${ending}`,
  });
  return {
    id: derivedId(seed, 'organisation', kind, no),
    kind,
    name,
    creditCode: creditCode(`${series}${unassignedArea}00`, number),
    unit,
    account: account('open', '0001'),
    closedAccount: account('closed', '4444'),
    agent: { id: derivedId(seed, 'agent', kind, no), name: `示例经办${series}${no}` },
  };
}

/** Both check characters are right; the area is assigned to nobody. */
function creditCode(head: string, number: number): string {
  const subject = digits(number, 8);
  const sum = bodyWeights.reduce((all, weight, at) => all + weight * Number(subject.charAt(at)), 0);
  const check = '0X987654321'.charAt(sum % 11);
  const body = `${head}${subject}${check}`;
  return `${body}${creditCodeCheckDigit(body)}`;
}
