import { addDays, addMonths, type IsoDate } from '../../../../domain/days.ts';
import { identityCheckDigit } from '../../../../domain/identity-number.ts';
import { random } from '../numbers/random.ts';

/** `accountNumber` is named where something is paid to the trainee. */
export type Trainee = { name: string; identityNumber: string; accountNumber: string };
/** Ages in full years, both included; women are no older than `womenTo`. */
export type AgeBand = { from: number; to: number; womenTo?: number };

const areas = 100;
const serialsPerSex = 500;

/**
 * Makes plainly fictitious persons, no two with the same number: valid birth dates and check
 * digits under area codes that are assigned to no county, so that nobody real can have such a
 * number. Each is in the age band on the given day.
 */
export function traineeRegister(
  seed: string,
  unassignedArea: string,
): (ages: AgeBand, on: IsoDate) => Trainee {
  const draw = random(seed, 'trainees');
  const issued = new Map<string, number>();
  let count = 0;

  return (ages, on) => {
    count += 1;
    const male = draw.below(2) === 1;
    const oldest = male ? ages.to : Math.min(ages.to, ages.womenTo ?? ages.to);
    const age = draw.between(ages.from, oldest);
    const born = addDays(addMonths(on, -12 * age), -draw.below(365)).replaceAll('-', '');
    const series = `${born}${male ? 'm' : 'f'}`;
    const number = issued.get(series) ?? 0;
    issued.set(series, number + 1);
    const area = `${unassignedArea}${digits(Math.floor(number / serialsPerSex), 2)}`;
    const serial = digits((number % serialsPerSex) * 2 + (male ? 1 : 0), 3);
    if (number >= areas * serialsPerSex) throw new RangeError('no identity number left');
    const body = `${area}${born}${serial}`;
    return {
      name: `示例学员${digits(count, 6)}`,
      identityNumber: `${body}${identityCheckDigit(body)}`,
      accountNumber: `${unassignedArea}62${digits(count, 8)}0001`,
    };
  };
}

export function digits(number: number, places: number): string {
  return String(number).padStart(places, '0');
}
