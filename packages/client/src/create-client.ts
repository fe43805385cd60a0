import { type ApiCalls, createApiCalls } from './api-calls.ts';
import { type EventsOptions, followJobs } from './job-events.ts';
import { createJobRequests, type JobRequests } from './job-requests.ts';
import { isFinished, type Job, type JobKind, type JobUpdate } from './job-types.ts';
import { createPatientSender } from './patient-sender.ts';

const DEFAULT_PATIENCE_MS = 60_000;

export interface ClientOptions {
  /** Address of the gateway: `http://127.0.0.1:8080`. */
  readonly server: string;
  /** Not needed on loopback while no key is stored. In a browser that has signed in, a cookie takes its place. */
  readonly apiKey?: string;
  /** In place of the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** A call that may be repeated is made again for this long while the server is away, busy or restarting. Default: a minute; 0 = never. */
  readonly patienceMs?: number;
}

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Hears of every step, the last one included. */
  readonly onUpdate?: (event: JobUpdate | Job) => void;
}

interface JobOfKind<K extends JobKind> {
  readonly id: string;
  readonly kind: K;
}

export interface PneumoClient extends JobRequests {
  readonly server: string;
  /** Every call of the API, typed by its path. */
  readonly api: ApiCalls;
  /** Follows a job to its end and gives what it ended as: look at its `state`. */
  waitFor<K extends JobKind>(job: string | JobOfKind<K>, options?: WaitOptions): Promise<Job<K>>;
  /** Steps of jobs, until all of them have ended; the last one of each job is the whole job. At most 100 jobs. */
  events(jobIds: readonly string[], options?: EventsOptions): AsyncIterable<JobUpdate | Job>;
}

/** Throws a TypeError for a server that is no address. */
const addressOf = (server: string): string => {
  const url = new URL(server);
  if (!['http:', 'https:'].includes(url.protocol))
    throw new TypeError(`${server} is no address: write http://HOST:PORT.`);
  return url.href.replace(/\/+$/, '');
};

/** Calls of a Pneumo server. Refusals are ProblemErrors; a server that stays away is an UnreachableError. */
export const createClient = (options: ClientOptions): PneumoClient => {
  const server = addressOf(options.server);
  const send = createPatientSender({
    server,
    apiKey: options.apiKey,
    // Looked up anew each time, and called as a plain function: browsers refuse a fetch that belongs to something else.
    fetch: options.fetch ?? ((request) => fetch(request)),
    patienceMs: options.patienceMs ?? DEFAULT_PATIENCE_MS,
  });
  const events = (jobIds: readonly string[], how: EventsOptions = {}): AsyncGenerator<JobUpdate | Job, void> =>
    followJobs({ send, server }, jobIds, how);

  const waitFor = async (jobId: string, { signal, onUpdate }: WaitOptions): Promise<Job> => {
    for await (const event of events([jobId], signal === undefined ? {} : { signal })) {
      onUpdate?.(event);
      if (isFinished(event)) return event;
    }
    throw new Error(`The events of job ${jobId} ended before the job.`);
  };

  return {
    server,
    api: createApiCalls({ send, server }),
    ...createJobRequests({ send, server }),
    events,
    waitFor: async <K extends JobKind>(job: string | JobOfKind<K>, how: WaitOptions = {}) =>
      (await waitFor(typeof job === 'string' ? job : job.id, how)) as Job<K>,
  };
};
