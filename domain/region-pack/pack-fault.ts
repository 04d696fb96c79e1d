/**
 * A place in a pack and what should stand there; `definedIn` is the section that should define the
 * word, where the fault is that nothing does.
 */
export type PackFault = { path: PropertyKey[]; expected: string; definedIn?: string };
