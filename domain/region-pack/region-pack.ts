import { z } from 'zod';
import { approvalChain, sideClocks, sideDuties } from './approvals.ts';
import { calendarYear } from './calendar.ts';
import { certificateFormat, certificateKind, certificateSource } from './certificates.ts';
import { ownFact } from './facts.ts';
import { allotment, fund, routing } from './funds.ts';
import { attribute, group } from './groups.ts';
import { indicator } from './indicators.ts';
import { exclusion, limit } from './limits.ts';
import { importedList } from './lists.ts';
import { notice } from './notices.ts';
import { payment } from './payments.ts';
import { rateVersion } from './rates.ts';
import { reportText, targets } from './report.ts';
import { requirement } from './requirements.ts';
import { riskRule } from './risks.ts';
import { rosterTemplate } from './rosters.ts';
import { code, period, text } from './scalars.ts';
import { course, level, occupation, scheme } from './schemes.ts';
import { post, unit } from './units.ts';

/** The sections of a region pack: what a region decides, and nothing that code decides. */
export const sections = {
  code,
  name: text,
  office: text,
  version: text,
  /** The months the programme expects; a month in them without an edition is missing. */
  months: period,
  /** One sentence each: what in this pack is invented, printed wherever it is shown. */
  sampleDataNotes: z.array(text),
  units: z.array(unit).min(1),
  posts: z.array(post).min(1),
  attributes: z.array(attribute).min(1),
  groups: z.array(group).min(1),
  schemes: z.array(scheme).min(1),
  levels: z.array(level),
  occupations: z.array(occupation),
  courses: z.array(course),
  /** Facts that only this region's rules ask for. */
  facts: z.array(ownFact).exactOptional(),
  /** Imported lists of persons or organisations that rules ask for. */
  lists: z.array(importedList).exactOptional(),
  rates: z.array(rateVersion).min(1),
  requirements: z.array(requirement).exactOptional(),
  exclusions: z.array(exclusion).exactOptional(),
  limits: z.array(limit).exactOptional(),
  /** What is suspicious, by a built-in check with the region's own parameters. */
  risks: z.array(riskRule).exactOptional(),
  /** How the files of rosters are written, by scheme. */
  rosterTemplates: z.array(rosterTemplate).exactOptional(),
  certificateKinds: z.array(certificateKind),
  certificateFormats: z.array(certificateFormat),
  /** How certificates are looked up; a kind left out by the registry, then by a person. */
  certificateSources: z.array(certificateSource).exactOptional(),
  funds: z.array(fund).min(1),
  routing,
  allotments: z.array(allotment),
  approvals: z.array(approvalChain).min(1),
  sideClocks,
  sideDuties,
  notices: z.array(notice).min(1),
  payment,
  calendar: z.array(calendarYear).min(1),
  indicators: z.array(indicator).min(1),
  targets,
  report: reportText,
};

/** A whole pack as it is written, every scalar a text; `parse` yields a `RegionPack`. */
export const regionPack = z.strictObject(sections);

export type RegionPack = z.output<typeof regionPack>;
