import { z } from 'zod';

export const importRowsMax = 5_000;
export const queriesMax = 500;

export type CertificateRow = {
  kind: string;
  number: string;
  identityNumber: string;
  occupation?: string | undefined;
  level?: string | undefined;
  issuedOn: string;
};
export type CertificateQuery = {
  ref: string;
  kind: string;
  number: string;
  identityNumber: string;
};

const kind = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
const number = z.string().trim().min(1).max(64);
const identityNumber = z.string().trim().toUpperCase().min(1).max(32);
const label = z.string().min(1).max(200);

/** Body of `POST /certificates`. */
export const certificateImport: z.ZodType<{ certificates: CertificateRow[] }> = z.strictObject({
  certificates: z
    .array(
      z.strictObject({
        kind,
        number,
        identityNumber,
        occupation: label.optional(),
        level: label.optional(),
        issuedOn: z.iso.date(),
      }),
    )
    .min(1)
    .max(importRowsMax),
});

/** Body of `POST /certificates/query`. */
export const certificateQueries: z.ZodType<{ queries: CertificateQuery[] }> = z.strictObject({
  queries: z
    .array(z.strictObject({ ref: z.string().min(1).max(100), kind, number, identityNumber }))
    .min(1)
    .max(queriesMax)
    .refine((queries) => new Set(queries.map(({ ref }) => ref)).size === queries.length),
});

/** Body of `POST /certificates/revoke`. */
export const certificateRevocation: z.ZodType<{
  certificates: { kind: string; number: string }[];
}> = z.strictObject({
  certificates: z.array(z.strictObject({ kind, number })).min(1).max(importRowsMax),
});
