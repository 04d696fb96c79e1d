declare const uuidBrand: unique symbol;

/** A UUID in lower case: the spelling PostgreSQL returns. */
export type Uuid = string & { readonly [uuidBrand]: true };

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for a UUID of any version in lower case; the nil and max UUID name nothing. */
export function isUuid(text: string): text is Uuid {
  return uuidPattern.test(text);
}

/** The text as an id. Throws RangeError unless it is a UUID in lower case. */
export function uuid(text: string): Uuid {
  if (!isUuid(text)) throw new RangeError('not a UUID in lower case');
  return text;
}

/** An id typed or sent by somebody else, in either case; undefined when it is none. */
export function parseUuid(text: string): Uuid | undefined {
  const lower = text.trim().toLowerCase();
  return isUuid(lower) ? lower : undefined;
}
