import { registrySource } from '../domain/look-up-ways.ts';
import type { Dependencies } from './dependencies.ts';
import { askSource, type LookUp } from './look-ups/ask-source.ts';

export function createVerificationActivities(deps: Dependencies) {
  return {
    /** Looks up what a claim has to ask of the registry. */
    verifyCertificates: (claimId: string): Promise<void> =>
      askSource(deps, { claimId, source: registrySource }),

    /** Looks up what a claim has to ask of another source, on that source's own queue. */
    lookUp: (input: LookUp): Promise<void> => askSource(deps, input),
  };
}
