import { addDays, addMonths, type IsoDate } from '../../../../domain/days.ts';
import { identityCheckDigit } from '../../../../domain/identity-number.ts';
import { random } from '../numbers/random.ts';

/** `accountNumber` is named where something is paid to the trainee. */
export type Trainee = { name: string; identityNumber: string; accountNumber: string };
/** Ages in full years, both included. */
export type AgeBand = { from: number; to: number };

/** 6499xx and 6498xx are assigned to no county, so that nobody real can have such a number. */
export type UnassignedArea = '6499' | '6498';
const areas = 100;
const serialsPerSex = 500;
const womenUpTo = 49;

/**
 * Makes plainly fictitious persons, no two with the same number: valid birth dates and check
 * digits under an area code that does not exist. Each is in the age band on the given day.
 */
export function traineeRegister(
  seed: string,
  within: UnassignedArea = '6499',
): (ages: AgeBand, on: IsoDate) => Trainee {
  const draw = random(seed, 'trainees');
  const issued = new Map<string, number>();
  let count = 0;

  return (ages, on) => {
    count += 1;
    const male = draw.below(2) === 1;
    const oldest = male ? ages.to : Math.min(ages.to, womenUpTo);
    const age = draw.between(ages.from, oldest);
    const born = addDays(addMonths(on, -12 * age), -draw.below(365)).replaceAll('-', '');
    const series = `${born}${male ? 'm' : 'f'}`;
    const number = issued.get(series) ?? 0;
    issued.set(series, number + 1);
    const area = `${within}${digits(Math.floor(number / serialsPerSex), 2)}`;
    const serial = digits((number % serialsPerSex) * 2 + (male ? 1 : 0), 3);
    if (number >= areas * serialsPerSex) throw new RangeError('no identity number left');
    const body = `${area}${born}${serial}`;
    return {
      name: `示例学员${digits(count, 6)}`,
      identityNumber: `${body}${identityCheckDigit(body)}`,
      accountNumber: `${within}62${digits(count, 8)}0001`,
    };
  };
}

export function digits(number: number, places: number): string {
  return String(number).padStart(places, '0');
}
