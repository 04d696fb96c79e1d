import { paidToOrganisation, payeeOf, type PaidTo } from '../payee.ts';
import type { SchemeComponent } from '../region-pack/index.ts';
import type { Missing } from './compiled.ts';
import type { LineFacts } from './line-facts.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Who is paid a component of a line; the fact that is missing where it names who. */
export type PayTo = (line: LineFacts) => PaidTo | Missing;

export function compilePayee(
  component: Pick<SchemeComponent, 'payee'>,
  words: Pick<Vocabulary, 'reader'>,
): PayTo {
  return (line) => {
    const payee = payeeOf(component, line.group);
    if (typeof payee === 'string') return payee;
    const code = words.reader(payee.organisation)(line);
    if (code === undefined) return { kind: 'lacks', what: payee.organisation };
    return code === line.claimantCode ? 'claimant' : paidToOrganisation(code);
  };
}
