export { packFaults } from './pack-faults.ts';
export { regionPack } from './region-pack.ts';
export type { RegionPack } from './region-pack.ts';
export type {
  ApprovalChain,
  ApprovalStep,
  Clock,
  ClockStep,
  Notice,
  PaymentRule,
  UnitChoice,
} from './approvals.ts';
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
export type { RateVersion } from './rates.ts';
export type { Requirement } from './requirements.ts';
export type { ReportText, Targets } from './report.ts';
export type { RosterColumn, RosterTemplateEntry } from './rosters.ts';
export type { Period } from './scalars.ts';
export type { Course, Level, Occupation, Payee, Scheme, SchemeComponent } from './schemes.ts';
export type { Post, Unit } from './units.ts';
