export { assessLine, rateInForce } from './assess-line.ts';
export { compileRules } from './compiled-rules.ts';
export type { CompiledRate, CompiledRules } from './compiled-rules.ts';
export type { Facts } from './formula.ts';
export type { AssessedComponent, Assessment, Explanation, LineFacts } from './line-facts.ts';
export { lineFacts } from './line-facts.ts';
