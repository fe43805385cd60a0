import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { DecodePool } from '@pneumo/imaging';
import type { Runtime } from '@pneumo/shared/runtime';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Authenticator } from './auth/authenticator.ts';
import type { DriftReports } from './drift/drift-reports.ts';
import type { EventHub } from './events/event-hub.ts';
import type { JobAcceptor } from './jobs/job-acceptor.ts';
import type { JobWaiter } from './jobs/job-waiter.ts';

export interface ApiSettings {
  readonly codeVersion: string;
  /** Hosts, each with or without a port, that a callback may go to. */
  readonly callbackHosts: readonly string[];
  readonly maxImageBytes: number;
  readonly maxPixels: number;
  readonly maxArchiveBytes: number;
  /** Of one STOW-RS request. */
  readonly maxStudyBytes: number;
  readonly maxStudyInstances: number;
  /** `host:port` of endpoints whose certificates are watched. */
  readonly certificateHosts?: readonly string[];
  /** 0 = no limit. */
  readonly rateLimitPerMinute: number;
}

/** What the gateway is made from. */
export interface AppDeps {
  readonly runtime: Runtime;
  readonly authenticator: Authenticator;
  readonly decodePool: Pick<DecodePool, 'decode'>;
  readonly settings: ApiSettings;
  /** Folder of the built page; without it a page says that there is none. */
  readonly pageDir?: string;
}

/** What its routes work with. */
export interface ApiDeps extends AppDeps {
  readonly acceptor: JobAcceptor;
  readonly waiter: JobWaiter;
  readonly hub: EventHub;
  readonly drift: DriftReports;
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
