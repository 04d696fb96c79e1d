export { entryFaults, packFaults } from './pack-faults.ts';
export { packWarnings } from './gaps.ts';
export { factsGiven, fieldsAsked } from './facts-given.ts';
export type { PackFault } from './pack-fault.ts';
export { regionPack } from './region-pack.ts';
export type { RegionPack } from './region-pack.ts';
export type { ApprovalChain, ApprovalStep, Clock, ClockStep, UnitChoice } from './approvals.ts';
export type { CertificateSource, LookUpWay } from './certificates.ts';
export type { Accepts, Open } from './filing-window.ts';
export type { MonthlyDay } from './monthly-days.ts';
export type { Notice } from './notices.ts';
export type { PaymentRule } from './payments.ts';
export { currentPack, type StoredPack } from './stored-pack.ts';
export type { Allotment, Fund, Routing, RoutingRule } from './funds.ts';
export type { Attribute, Group } from './groups.ts';
export type {
  Bound,
  Indicator,
  IndicatorFilter,
  MeasuredIndicator,
  PolicyIndicator,
  Print,
  RatioIndicator,
  ReportedIndicator,
} from './indicators.ts';
export type { FactKind, OwnFact } from './facts.ts';
export type { Comparison, Condition, FactTest, Formula } from './formulas.ts';
export type { Awaited, Instalment } from './instalments.ts';
export type { Exclusion, Limit, LimitPeriod } from './limits.ts';
export { listShape } from './lists.ts';
export type { ImportedList, ListColumn } from './lists.ts';
export type { RateVersion } from './rates.ts';
export type { Requirement } from './requirements.ts';
export type { ReportText, Targets } from './report.ts';
export type { Material } from './materials.ts';
export { nightly } from './risks.ts';
export type { RiskCheck, RiskParameters, RiskRule, RiskSeverity } from './risks.ts';
export type { RosterColumn, RosterTemplateEntry } from './rosters.ts';
export type { Period } from './scalars.ts';
export type {
  Course,
  Level,
  Occupation,
  Payee,
  PayeeRule,
  Scheme,
  SchemeComponent,
} from './schemes.ts';
export type { Post, Unit } from './units.ts';
