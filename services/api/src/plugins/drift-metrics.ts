import { CHAMPION, type DriftReport } from '@pneumo/shared/contracts';
import { createFreshLookup, type MetricsRegistry, type Runtime } from '@pneumo/shared/runtime';
import { Gauge } from 'prom-client';
import type { DriftReports } from '../drift/drift-reports.ts';

/** Champions move rarely, and their figures slowly. */
const FRESH_MS = 60_000;

interface ChampionDrift {
  readonly workspace: string;
  readonly report: DriftReport;
}

export interface DriftMetrics {
  readonly gauges: readonly Gauge[];
  /** Sets the gauges of all champions from figures that are up to a minute old. */
  readonly collect: () => Promise<void>;
}

export const createDriftMetrics = (
  { jobs, registry }: Pick<Runtime, 'jobs' | 'registry'>,
  drift: DriftReports,
  metrics: MetricsRegistry,
): DriftMetrics => {
  const registers = [metrics];
  const psi = new Gauge({
    name: 'pneumo_drift_psi',
    help: 'Population stability index of the champion against its baseline, by figure',
    labelNames: ['workspace', 'version', 'figure'],
    registers,
  });
  const alarm = new Gauge({
    name: 'pneumo_drift_alarm',
    help: '1 where the champion sees or says something else than its baseline; absent where too little is known',
    labelNames: ['workspace', 'version'],
    registers,
  });
  const abstention = new Gauge({
    name: 'pneumo_abstention_ratio',
    help: 'Share of the champion’s recent predictions that it abstained from',
    labelNames: ['workspace', 'version'],
    registers,
  });
  const positives = new Gauge({
    name: 'pneumo_positive_ratio',
    help: 'Share of the champion’s recent predictions above the version’s own threshold',
    labelNames: ['workspace', 'version'],
    registers,
  });
  const lookup = createFreshLookup<ChampionDrift[]>(FRESH_MS);

  const readAll = async (): Promise<ChampionDrift[]> => {
    const found: ChampionDrift[] = [];
    for await (const workspace of jobs.listWorkspaces()) {
      const principal = { workspace, keyId: 'metrics', scopes: [] };
      const version = (await registry.tryAlias(principal, CHAMPION))?.alias.version;
      if (version !== undefined) found.push({ workspace, report: await drift.recent(principal, version) });
    }
    return found;
  };

  return {
    gauges: [psi, alarm, abstention, positives],
    collect: async () => {
      for (const { workspace, report } of await lookup('', readAll)) {
        if (report.alarm.state === 'collecting') continue;
        const labels = { workspace, version: report.version };
        alarm.set(labels, report.alarm.raised ? 1 : 0);
        for (const { figure, psi: value } of report.figures) psi.set({ ...labels, figure }, value);
        for (const { share: name, now } of report.shares) {
          if (now.value !== null) (name === 'abstention' ? abstention : positives).set(labels, now.value);
        }
      }
    },
  };
};
