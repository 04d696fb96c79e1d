import type { IsoDate } from '../domain/days.ts';
import type { Json, Stamp } from './columns.ts';

export type RosterFileRow = {
  id: string;
  organisation_id: string;
  scheme: string;
  sha256: Buffer;
  format: string;
  sent_by: string;
  pack_version: string;
  filed_on: IsoDate;
  rows_good: number;
  rows_wrong: number;
  notes: Json<string[]>;
  received_at: Stamp;
};

export type RosterFaultRow = {
  roster_id: string;
  fault_no: number;
  row_no: number;
  heading: string;
  reason: string;
};
