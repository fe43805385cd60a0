/** What one prediction of a stored image takes, in milliseconds of a core unless it says otherwise. */
export interface Costs {
  readonly clients: number;
  readonly gateway: number;
  /** All calls of the object store together. */
  readonly store: number;
  readonly redis: number;
  /** The inferencer without its engine. */
  readonly worker: number;
  /** A run of the engine: the start of one, and each image in it. */
  readonly engineRun: number;
  readonly engineImage: number;
  /** What each call of the store takes besides, on disk and on the wire: milliseconds without a core. */
  readonly storeWait: number;
  /** Standard deviation of the logarithm of each of these. */
  readonly sigma: number;
}

/**
 * What each costs with so many in flight, itself included: loops that wake up once for several predictions do less for each. Measured with one and with
 * `many`; between them on a line over the logarithm, and beyond as with `many`.
 */
export const costsInFlight = (alone: Costs, crowded: Costs, many: number): ((inFlight: number) => Costs) => {
  const names = Object.keys(alone) as (keyof Costs)[];
  const table = Array.from({ length: many }, (_, index) => {
    const share = Math.log(index + 1) / Math.log(many);
    const between = names.map((name) => [name, alone[name] + share * (crowded[name] - alone[name])] as const);
    // One that is alone meets none of the others' pieces, whose spread is that of a crowd from two on.
    const { sigma } = index === 0 ? alone : crowded;
    return { ...(Object.fromEntries(between) as unknown as Costs), sigma };
  });
  return (inFlight) => table[Math.min(many, Math.max(1, inFlight)) - 1]!;
};

/**
 * The way of a prediction, as the services go it: what the gateway and the worker ask of the store, one call after another. Costs are spread evenly over
 * the calls and the work between them.
 */
export const STEPS = {
  /** The alias that is asked for, is the image there; the request made durable. */
  gatewayCallsBefore: 3,
  /** The record that is answered with. */
  gatewayCallsAfter: 1,
  /** The request, whether there is an outcome, the attempt begun, the alias, the image. */
  workerCallsBefore: 5,
  /** The record. */
  workerCallsAfter: 1,
  /** The request is removed, after the answer is out. */
  workerCallsLast: 1,
  /** Queued, taken, ended. */
  redisCalls: 3,
} as const;

export const STORE_CALLS =
  STEPS.gatewayCallsBefore +
  STEPS.gatewayCallsAfter +
  STEPS.workerCallsBefore +
  STEPS.workerCallsAfter +
  STEPS.workerCallsLast;
/** Pieces of work on the event loop of the gateway: one before and after each call, and one for the queue. */
export const GATEWAY_PIECES = STEPS.gatewayCallsBefore + STEPS.gatewayCallsAfter + 2;
/** Those of the worker: after each call, and around the engine. */
export const WORKER_PIECES = STEPS.workerCallsBefore + STEPS.workerCallsAfter + STEPS.workerCallsLast + 1;
