import type { LocalEnv } from '../env.ts';
import type { Log } from '../log.ts';
import type { StoreSettings } from '../store/store-settings.ts';
import type { ServiceKind } from './service-process.ts';

export interface StackOptions {
  /** Made when missing; held by a lock while the stack runs. */
  dataDir: string;
  /** Port of the gateway; any free one when left out. */
  port?: number | undefined;
  host?: string | undefined;
  inferencers: number;
  trainers: number;
  /** What the surroundings give: PATH, REDIS_URL, S3_... and settings handed on to the services. */
  local: LocalEnv;
  /** Further settings of the services; they win over everything else. */
  env?: Record<string, string>;
  /** The stack's own lines. */
  log: Log;
  /** Lines of the services, as they wrote them. */
  onLine: (service: string, line: string) => void;
}

export interface StackProcess {
  name: string;
  /** Undefined while it is down. */
  pid: number | undefined;
  restarts: number;
}

export interface Stack {
  url: string;
  dataDir: string;
  redisUrl: string;
  redisKind: string;
  s3: StoreSettings;
  storeKind: string;
  /** What the services said when they became ready: `backend` of the trainer, `engine` of the inferencer, ... */
  details: Record<string, unknown>;
  /** Services, and Redis and store where they are ours. */
  processes(): StackProcess[];
  /** Signals a process as a crash would (SIGKILL by default); it is started again. */
  kill(name: string, signal?: NodeJS.Signals): void;
  /** Ends a process gently and resolves when its next life is ready. */
  restart(name: string): Promise<void>;
  /** Starts one more service and gives its name. */
  add(kind: ServiceKind): Promise<string>;
  /** Ends a process for good. */
  end(name: string): Promise<void>;
  /** Services first, then Redis and store, then the lock. */
  stop(): Promise<void>;
  /** Kills everything at once. */
  forceStop(): void;
}
