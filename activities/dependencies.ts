import type { Instant, IsoDate } from '../domain/days.ts';
import type { EvaluationData } from '../domain/evaluation.ts';
import type { Database } from '../db/connect.ts';
import type { PackAccess } from '../db/pack.ts';
import type { Bank } from '../gateways/bank.ts';
import type { CertificateRegistry } from '../gateways/certificate-registry.ts';
import type { LookUpSources } from '../gateways/look-up-source.ts';

/** Today in Asia/Shanghai, and now: an argument everywhere, so that a test sets the day. */
export type Clock = { today: () => IsoDate; now: () => Instant };

/** What the activities are made of; the composition root in worker/ hands it in. */
export type Dependencies = {
  db: Database;
  packs: PackAccess;
  clock: Clock;
  registry: CertificateRegistry;
  /** What else the office looks certificates up in, by the names its pack uses. */
  sources?: LookUpSources;
  bank: Bank;
  /** Opens what db/identity.ts sealed: identity and account numbers, for the outside world only. */
  decrypt: (cipher: Buffer) => string;
  renderReport: (data: EvaluationData) => Promise<RenderedReport>;
};

export type RenderedReport = { pdf: Uint8Array; csv: string; sha256: string; pages: number };
