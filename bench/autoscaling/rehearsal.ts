import { setTimeout as wait } from 'node:timers/promises';
import type { JobResource, QueueList } from '../../packages/shared/src/contracts/index.ts';
import { createHttp } from '../../test/e2e/http.ts';
import { startServingStack } from '../serving/serving-stack.ts';
import { endedPredictions, firstWorkers } from './ended-predictions.ts';
import { postBurst } from './post-burst.ts';
import { openQueueControl } from './queue-control.ts';
import { readScalingRules } from './scaled-object.ts';
import { createScaledWorkers } from './scaled-workers.ts';
import { importPhantoms, postTraining } from './short-training.ts';
import { createTimeline, type TimelineRow } from './timeline.ts';
import { createWorkerPool } from './worker-pool.ts';

export interface RehearsalOptions {
  readonly predictions: number;
  /** Seconds of the cluster in one of ours. */
  readonly speed: number;
  /** Inferencers that this machine has room for; the manifest's own limit is higher. */
  readonly mostInferencers: number;
  readonly picture: { readonly width: number; readonly height: number };
  /** Side of what the network takes, in pixels. */
  readonly imageSize: number;
  readonly onRow: (row: TimelineRow) => void;
  /** Lines of the services. */
  readonly onLine: (line: string) => void;
}

export interface Rehearsed {
  readonly accepted: readonly string[];
  /** Predictions with an outcome, as often as the list of jobs names them. */
  readonly ended: readonly JobResource[];
  readonly training: JobResource;
  /** Process ids of workers that began a prediction and did not end it. */
  readonly beganInVain: readonly number[];
  readonly killed: number;
  readonly drained: readonly number[];
  readonly rows: readonly TimelineRow[];
}

/** Predictions that one process decodes at once: several of them share this machine's cores, and each must drain in time. */
const IN_FLIGHT = 8;
/** Inferencers that are ready before the first prediction is taken: one to kill, one to drain, and one to go on. */
const READY_FIRST = 3;
/** Share of the predictions after which the faults come. */
const FAULTS_AFTER = 0.1;
/** The fault that puts the training aside passes after this. */
const TRAINING_DELAY_MS = 500;
/** After this long without any change there is nothing left to wait for. */
const PATIENCE_SECONDS = 180;

/**
 * A burst of predictions and a training on real processes: as many workers as the cluster's rules want, in time that runs `speed` times as fast. On
 * one machine the gateway takes about as long to accept a prediction as a worker to answer it, so that no backlog would come about: the burst is held
 * back until it is there as a whole. In the middle one worker is killed and one is drained. Throws where something does not end.
 */
export const rehearse = async (options: RehearsalOptions): Promise<Rehearsed> => {
  const { predictions, speed, mostInferencers, picture, imageSize, onRow, onLine } = options;
  if (mostInferencers < READY_FIRST) throw new RangeError(`less than ${READY_FIRST} inferencers are no rehearsal`);
  const rules = { inferencer: await readScalingRules('inferencer'), trainer: await readScalingRules('trainer') };
  const serving = await startServingStack(['compact'], {
    env: { PNEUMO_PREDICTION_CONCURRENCY: String(IN_FLIGHT), PNEUMO_THREADS: '1', PNEUMO_TRAINER_THREADS: '1' },
    say: onLine,
    picture,
    imageSize,
  });
  const { stack } = serving;
  const control = await openQueueControl(stack.redisUrl);
  try {
    const http = createHttp(stack.url);
    const dataset = await importPhantoms(http);
    const bodies = serving.requests(serving.models[0]!, 'json').map(({ body }): unknown => JSON.parse(String(body)));
    await control.hold('prediction');

    const inferencers = createWorkerPool(stack, 'inferencer', ['inferencer']);
    const trainers = createWorkerPool(stack, 'trainer', []);
    const most = Math.min(rules.inferencer.most, mostInferencers);
    const scaled = [
      createScaledWorkers({ ...rules.inferencer, most }, inferencers),
      createScaledWorkers(rules.trainer, trainers),
    ];
    const timeline = createTimeline(onRow);
    const startedMs = performance.now();
    const seconds = (): number => (performance.now() - startedMs) / 1_000;
    const accepted: string[] = [];
    let held = true;
    let faults: { readonly killed: number; readonly training: string } | undefined;
    // What goes wrong with it is told by the loop.
    let burst: 'posting' | Error = 'posting';
    postBurst(http, bodies, predictions, (jobId) => accepted.push(jobId)).catch((error: unknown) => {
      burst = error instanceof Error ? error : new Error(String(error));
    });
    const burstFault = (): Error | undefined => (burst === 'posting' ? undefined : burst);
    const isHeld = (): boolean => held;

    const act = async (finished: number): Promise<string> => {
      if (held && accepted.length === predictions && inferencers.ready() >= READY_FIRST) {
        await control.release('prediction');
        held = false;
        return 'the burst is there: workers take it';
      }
      if (faults === undefined && finished >= FAULTS_AFTER * predictions) {
        const killed = inferencers.killOldest();
        inferencers.drainOldest();
        const training = await postTraining(http, dataset);
        await control.delay('training', training, TRAINING_DELAY_MS);
        faults = { killed, training };
        return 'one inferencer killed with -9, one drained; a training, delayed';
      }
      return '';
    };

    for (;;) {
      const { status, body } = await http.call<QueueList>('GET', '/v1/queues');
      if (status !== 200) throw new Error(`the backlog was answered with ${status}: ${JSON.stringify(body)}`);
      const fault = burstFault();
      if (fault !== undefined) throw fault;
      const backlogs = Object.fromEntries(Object.entries(body.queues).map(([kind, queue]) => [kind, queue.backlog]));
      for (const workers of scaled) workers.look(seconds() * speed, backlogs);
      const { backlog } = body.queues.prediction;
      const trainingBacklog = body.queues.training.backlog;
      const finished = isHeld() ? 0 : predictions - backlog;
      const event = await act(finished);
      timeline.add({
        seconds: seconds(),
        backlog,
        inferencers: inferencers.size(),
        inferencersReady: inferencers.ready(),
        trainingBacklog,
        trainers: trainers.size(),
        finished,
        event,
      });

      const isBack = inferencers.size() === rules.inferencer.least && trainers.size() === rules.trainer.least;
      if (faults !== undefined && isBack && backlog === 0 && trainingBacklog === 0) {
        const ended = await endedPredictions(http);
        if (new Set(ended.map(({ id }) => id)).size >= predictions) {
          await Promise.all([inferencers.settled(), trainers.settled()]);
          return {
            accepted,
            ended,
            training: await http.ended(faults.training),
            beganInVain: await firstWorkers(
              stack.s3,
              ended.filter(({ attempt }) => attempt > 1),
            ),
            killed: faults.killed,
            drained: inferencers.drained(),
            rows: timeline.rows,
          };
        }
      }
      if (timeline.unchangedSeconds() > PATIENCE_SECONDS) {
        throw new Error(`nothing has changed for ${PATIENCE_SECONDS} s: ${JSON.stringify(timeline.rows.at(-1))}`);
      }
      const nextSeconds = Math.min(...scaled.map((workers) => workers.nextSeconds())) / speed;
      await wait(Math.max(20, (nextSeconds - seconds()) * 1_000));
    }
  } finally {
    await control.close();
    await serving.close();
  }
};
