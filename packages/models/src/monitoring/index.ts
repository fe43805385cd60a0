/** Drift of a version and agreement of two: apart from the networks, so that whoever only tells of them loads no engine. */
export { judgeAgreement } from '../agreement/judge-agreement.ts';
export { addPair, addShadowSums, noShadowSums } from '../agreement/shadow-sums.ts';
export { addDriftSums, addSample, type DriftSample, noDriftSums } from '../drift/drift-sums.ts';
export { judgeDrift } from '../drift/judge-drift.ts';
