import { z } from 'zod';
import { code, dayText, invention, positive, text } from './scalars.ts';

export const certificateKind = z.strictObject({ code, name: text });

/** See `CertificateFormat` of certificate-number.ts; a pack adds only the mark of invention. */
export const certificateFormat = z.strictObject({
  kind: code,
  pattern: text.refine(isPattern, '不是可用的正则表达式'),
  validFrom: dayText.exactOptional(),
  validTo: dayText.exactOptional(),
  levelAt: positive.exactOptional(),
  yearAt: positive.exactOptional(),
  yearDigits: z
    .enum(['2', '4'])
    .transform((digits) => (digits === '2' ? 2 : 4))
    .exactOptional(),
  identityAt: positive.exactOptional(),
  ...invention,
});

export type CertificateKind = z.output<typeof certificateKind>;

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source.length > 0;
  } catch {
    return false;
  }
}
