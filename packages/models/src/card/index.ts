/** The model card: apart from the networks, so that what only tells of versions loads no engine. */
export { reliabilitySvg, rocSvg } from './plots.ts';
export { type ModelCardInput, renderModelCard } from './render-model-card.ts';
export type { ProbeFigure, VersionMetrics } from './version-metrics.ts';
