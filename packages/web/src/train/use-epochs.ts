import type { JobUpdate } from '@pneumo/shared/contracts';
import { useEffect, useState } from 'react';
import { fetchAnswer } from '../api/fetch-json.ts';
import { createEventText } from './event-text.ts';

export interface EpochPoint {
  epoch: number;
  loss: number | null;
  accuracy: number | null;
  /** Of the training images; trainings of before did not tell it. */
  auc?: number | null;
  validationLoss: number | null;
  validationAccuracy: number | null;
  validationAuc: number | null;
}

/** An epoch that an update tells of; steps within an epoch tell of none. */
export const epochIn = ({ progress }: Pick<JobUpdate, 'progress'>): EpochPoint | undefined => {
  const metrics = progress?.metrics;
  if (progress?.unit !== 'epochs' || metrics === undefined || progress.done < 1) return undefined;
  if (metrics['validationLoss'] === undefined) return undefined;
  return {
    epoch: progress.done,
    loss: metrics['loss'] ?? null,
    accuracy: metrics['accuracy'] ?? null,
    auc: metrics['auc'] ?? null,
    validationLoss: metrics['validationLoss'],
    validationAccuracy: metrics['validationAccuracy'] ?? null,
    validationAuc: metrics['validationAuc'] ?? null,
  };
};

/** The curve with one more epoch; a resumed training tells of some again. */
export const withEpoch = (points: readonly EpochPoint[], point: EpochPoint): readonly EpochPoint[] => {
  const known = points.find(({ epoch }) => epoch === point.epoch);
  if (known !== undefined && known.validationLoss === point.validationLoss) return points;
  return [...points.filter(({ epoch }) => epoch !== point.epoch), point].sort((a, b) => a.epoch - b.epoch);
};

const REOPEN_MS = 2_000;
const MAX_JOBS = 100;

/** Reads the events of jobs from their first ones on: the stream keeps them, so that a page that comes late sees every epoch. */
const readEvents = async (
  jobIds: string,
  signal: AbortSignal,
  onUpdate: (update: JobUpdate) => void,
): Promise<void> => {
  const answer = await fetchAnswer(`/events?jobs=${jobIds}`, { signal, headers: { 'last-event-id': '0-0' } });
  const take = createEventText();
  const pieces = answer.body?.pipeThrough(new TextDecoderStream()) ?? [];
  for await (const piece of pieces) for (const data of take(piece)) onUpdate(JSON.parse(data) as JobUpdate);
};

type Curves = Readonly<Record<string, readonly EpochPoint[]>>;

/** The epochs of trainings that run, by job, as they come: over one stream, since browsers keep few connections. At most 100 jobs. */
export const useEpochs = (jobIds: readonly string[]): Curves => {
  const [curves, setCurves] = useState<Curves>({});
  const wanted = [...jobIds].sort().slice(0, MAX_JOBS).join(',');
  useEffect(() => {
    if (wanted === '') return undefined;
    const stop = new AbortController();
    let again: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      await readEvents(wanted, stop.signal, (update) => {
        const point = epochIn(update);
        if (point === undefined) return;
        setCurves((known) => ({ ...known, [update.id]: withEpoch(known[update.id] ?? [], point) }));
      }).catch(() => undefined);
      // It ends with its jobs, of which the page hears elsewhere, or with a break.
      if (!stop.signal.aborted) again = setTimeout(() => void read(), REOPEN_MS);
    };
    void read();
    return () => {
      clearTimeout(again);
      stop.abort();
    };
  }, [wanted]);
  return curves;
};
