/** A place in a pack and what should stand there. */
export type PackFault = { path: PropertyKey[]; expected: string };
