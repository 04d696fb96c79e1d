import { z } from 'zod';

/** A payment order as the bank takes it; `amount` is yuan as decimal text with two places. */
export type PaymentOrder = {
  key: string;
  executionOn: string;
  amount: string;
  fund: string;
  payeeAccount: string;
  payeeName: string;
  remark: string;
};
export type StatementQuestion = { from: string; to: string; after: number; limit: number };

export const pageEntriesMax = 500;

const printable = /^[^\p{Cc}\p{Cs}]*$/u;
const key = z.string().regex(/^[0-9A-Za-z-]{8,64}$/);
const amount = z
  .string()
  .regex(/^(0|[1-9]\d{0,11})\.\d\d$/)
  .refine((text) => /[1-9]/.test(text));

/** Body of `POST /payments`. */
export const paymentOrder: z.ZodType<PaymentOrder> = z.strictObject({
  key,
  executionOn: z.iso.date(),
  amount,
  fund: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  payeeAccount: z.string().regex(/^[0-9A-Za-z-]{4,64}$/),
  payeeName: z.string().trim().min(1).max(200).regex(printable),
  remark: z.string().max(200).regex(printable),
});

/** Path of `GET /payments/:key`. */
export const paymentPath: z.ZodType<{ key: string }> = z.strictObject({ key });

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** Query of `GET /statement`. */
export const statementQuestion: z.ZodType<StatementQuestion> = z
  .strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    after: wholeNumber.default(0),
    limit: wholeNumber.pipe(z.number().min(1).max(pageEntriesMax)).default(pageEntriesMax),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'] });
