import type { Generated } from 'kysely';
import type { RiskSeverity } from '../domain/region-pack/index.ts';
import type { IsoDate } from '../domain/days.ts';
import type { Json, Stamp } from './columns.ts';

export type ListVersionRow = {
  id: string;
  list_code: string;
  no: number;
  source: string;
  sha256: string;
  entries: number;
  imported_by: string;
  imported_at: Stamp;
  newest: boolean;
};

export type ListEntryRow = {
  version_id: string;
  row_no: number;
  person_hash: Buffer | null;
  credit_code: string | null;
  from_on: Generated<IsoDate>;
  to_on: Generated<IsoDate>;
  detail: Json<Record<string, string>>;
};

export type FindingRow = {
  id: Generated<string>;
  no: Generated<string>;
  rule: string;
  severity: RiskSeverity;
  claim_id: string;
  roster: number;
  line_no: number | null;
  evidence_key: string;
  evidence: Json<unknown>;
  pack_version: string;
  found_at: Stamp;
  disposition: Generated<string>;
};

export type FindingDispositionRow = {
  id: Generated<string>;
  finding_id: string;
  outcome: string;
  reason: string;
  person_id: string;
  decided_at: Stamp;
};
