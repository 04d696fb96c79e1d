export { closeMonth } from './close-month.ts';
export { findRisks } from './find-risks.ts';
export { processClaim } from './process-claim.ts';
export { publishEvaluation } from './publish-evaluation.ts';
export { runPayments } from './run-payments.ts';
export { watch } from './watch.ts';
