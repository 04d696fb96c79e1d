export { assessByRates, assessLine, rateInForce } from './assess-line.ts';
export { compileRules } from './compiled-rules.ts';
export { compileFormula } from './formula.ts';
export type { CompiledRate, CompiledRules } from './compiled-rules.ts';
export { routeOf } from './component-route.ts';
export type { ComponentRoute } from './component-route.ts';
export { factsOf } from './fact-sheet.ts';
export type { Facts } from './fact-sheet.ts';
export { recordedGrant } from './grants.ts';
export type { Grant } from './grants.ts';
export { keepingUses } from './kept-uses.ts';
export { instalmentOf, lessGrantedBefore, paidByComponent, paysAhead } from './instalments.ts';
export type { DueNow, GrantedBefore } from './instalments.ts';
export type {
  AssessedComponent,
  Assessment,
  EarlierLine,
  Explanation,
  LineFacts,
  RefusedBy,
} from './line-facts.ts';
export { birthFacts, lineFacts, recordedFacts } from './line-facts.ts';
export { sharedSubjects, subjectKey } from './limit-subjects.ts';
export type { SharedSubject, Subjects } from './limit-subjects.ts';
export { withinLimits } from './limits.ts';
export { readsOf } from './reads.ts';
export type { LimitUse, LineOfPerson, WithinLimits } from './limits.ts';
export { wordsOf } from './vocabulary.ts';
export type { Vocabulary } from './vocabulary.ts';
