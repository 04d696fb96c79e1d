import type { z } from 'zod';

/** A request the server will not do: a status, a code, and the field, never the field's value. */
export class RequestRefused extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;

  constructor(status: number, code: string, field?: string) {
    super(code);
    this.name = 'RequestRefused';
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

/** Checks what came in; the refusal names the first wrong field and how it is wrong. */
export function accept<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RequestRefused(400, 'invalid', issue?.path.map(String).join('.') || undefined);
}
