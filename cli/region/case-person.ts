import { isoDate, type IsoDate } from '../../domain/days.ts';
import { checkIdentityNumber, identityCheckDigit } from '../../domain/identity-number.ts';
import type { WorkedCase } from '../../domain/region-pack/cases.ts';

export type CasePerson = { identityNumber: string; bornOn: IsoDate; sex: 'male' | 'female' };

/** The trainee of a case: as its line says, else a woman born on 1990-01-01. */
export function personOf(line: WorkedCase['line']): CasePerson {
  if (line.identityNumber !== undefined) {
    const check = checkIdentityNumber(line.identityNumber);
    if (check.kind === 'invalid') throw new Error(`案例的身份证号码不对：${check.reason}`);
    return { identityNumber: check.number, bornOn: check.bornOn, sex: check.sex };
  }
  const { bornOn = isoDate('1990-01-01'), sex = 'female' } = line;
  return { identityNumber: numberOf(bornOn, sex === 'male' ? '001' : '002'), bornOn, sex };
}

/** Somebody else, for a roster of two. */
export const otherPerson = (): string => numberOf(isoDate('1988-08-08'), '004');

/** A number that is formally right; Beijing's area code, for a number must have one. */
function numberOf(bornOn: string, serial: string): string {
  const digits = `110105${bornOn.replaceAll('-', '')}${serial}`;
  return digits + identityCheckDigit(digits);
}
