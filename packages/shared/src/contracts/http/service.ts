import Type, { type Static } from 'typebox';
import { WorkspaceName } from '../identifiers.ts';
import { Scope } from '../principal.ts';

const Count = Type.Integer({ minimum: 0 });

export const QueueState = Type.Object({
  waiting: Count,
  prioritised: Count,
  delayed: Count,
  active: Count,
  failed: Count,
  backlog: Type.Integer({ minimum: 0, description: 'waiting + prioritised + delayed + active: what autoscalers read' }),
});
export type QueueState = Static<typeof QueueState>;

/** `GET /v1/queues`. */
export const QueueList = Type.Object({
  queues: Type.Object({
    prediction: QueueState,
    training: QueueState,
    commissioning: QueueState,
    comparison: QueueState,
    'dataset-import': QueueState,
    batch: QueueState,
    'batch-part': QueueState,
  }),
});
export type QueueList = Static<typeof QueueList>;

/** `GET /v1/me`. */
export const Me = Type.Object({
  workspace: WorkspaceName,
  keyId: Type.String(),
  scopes: Type.Array(Scope),
  access: Type.Union([Type.Literal('open'), Type.Literal('keys')], {
    description: 'open: on loopback without keys, everybody on this machine may do everything',
  }),
  limits: Type.Object({
    imageBytes: Type.Integer(),
    imagePixels: Type.Integer(),
    archiveBytes: Type.Integer(),
    requestsPerMinute: Type.Integer({ description: '0 = no limit' }),
    waitSeconds: Type.Integer({ description: 'Most that Prefer: wait is taken for' }),
  }),
  disclaimer: Type.String(),
});
export type Me = Static<typeof Me>;

export const Health = Type.Object({ status: Type.Literal('ok') });

const Dependency = Type.Union([Type.Literal('up'), Type.Literal('down')]);

/** What `GET /readyz` looks at. */
export const ReadyChecks = Type.Object({ redis: Dependency, store: Dependency });
export type ReadyChecks = Static<typeof ReadyChecks>;

export const Readiness = Type.Object({ status: Type.Literal('ready'), checks: ReadyChecks });
