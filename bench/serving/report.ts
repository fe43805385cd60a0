/** What one side did in one turn. */
export interface Turn {
  readonly images: number;
  readonly seconds: number;
  /** Sorted; empty for the bare loop. */
  readonly latenciesMs: readonly number[];
  /** Processor time per image, by process, in ms. */
  readonly cpuMs: Readonly<Record<string, number>>;
}

export interface TakenTurn {
  readonly architecture: string;
  readonly side: 'bare' | 'json' | 'multipart';
  readonly turn: Turn;
}

interface Summary {
  readonly machine: { readonly cpu: string | undefined; readonly cores: number };
  readonly concurrency: number;
  readonly batch: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly models: ReturnType<typeof summarise>;
}

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN;
const quantile = (values: readonly number[], share: number): number =>
  values[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)] ?? Number.NaN;
const rate = ({ images, seconds }: Turn): number => images / seconds;

/** Medians over the rounds; a ratio is of two turns of the same round. */
export function summarise(architectures: readonly string[], turns: readonly TakenTurn[]) {
  return architectures.map((architecture) => {
    const of = (side: TakenTurn['side']): Turn[] =>
      turns.filter((taken) => taken.architecture === architecture && taken.side === side).map(({ turn }) => turn);
    const bare = of('bare');
    const served = (side: 'json' | 'multipart') => {
      const all = of(side);
      const latencies = sorted(all.flatMap(({ latenciesMs }) => latenciesMs));
      const ratios = all.map((turn, round) => rate(turn) / rate(bare[round]!));
      const names = Object.keys(all[0]?.cpuMs ?? {});
      return {
        imagesPerSecond: median(all.map(rate)),
        ratio: { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) },
        latencyMs: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95), p99: quantile(latencies, 0.99) },
        cpuMsPerImage: Object.fromEntries(names.map((name) => [name, median(all.map(({ cpuMs }) => cpuMs[name]!))])),
      };
    };
    return {
      architecture,
      bare: { imagesPerSecond: median(bare.map(rate)), cpuMsPerImage: median(bare.map(({ cpuMs }) => cpuMs['loop']!)) },
      json: served('json'),
      multipart: served('multipart'),
    };
  });
}

/** For people. */
export function table({ machine, concurrency, batch, seconds, rounds, models }: Summary): string {
  const lines = models.flatMap(({ architecture, bare, ...served }) => [
    `${architecture.padEnd(11)} bare loop  ${bare.imagesPerSecond.toFixed(1).padStart(7)} images/s${' '.repeat(57)} ${bare.cpuMsPerImage.toFixed(1)} ms of CPU`,
    ...(['json', 'multipart'] as const).map((side) => {
      const { imagesPerSecond, ratio, latencyMs, cpuMsPerImage } = served[side];
      const { p50, p95, p99 } = latencyMs;
      const share = `${(ratio.median * 100).toFixed(0)} % (${(ratio.low * 100).toFixed(0)} to ${(ratio.high * 100).toFixed(0)})`;
      const latency = `p50 ${p50.toFixed(0)}, p95 ${p95.toFixed(0)}, p99 ${p99.toFixed(0)} ms`;
      const cpu = Object.entries(cpuMsPerImage).map(([name, ms]) => `${name} ${ms.toFixed(1)}`);
      return `${' '.repeat(11)} ${side.padEnd(10)} ${imagesPerSecond.toFixed(1).padStart(7)} images/s ${share.padEnd(20)} ${latency.padEnd(35)} ${cpu.join(', ')}`;
    }),
  ]);
  return `
${machine.cores} cores (${machine.cpu ?? 'unknown'}), ${concurrency} clients, batch ${batch}; medians of ${rounds} turns of ${seconds} s; CPU in ms per image
${lines.join('\n')}
`;
}
