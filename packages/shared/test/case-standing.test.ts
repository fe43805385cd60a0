import { describe, expect, it } from 'vitest';
import type { Outcome, ReviewCase, ReviewLabel } from '../src/contracts/index.ts';
import { readingsOf, standingOf } from '../src/runtime/index.ts';

const at = (day: number): string => `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;
const reading = (label: ReviewLabel, day: number) => ({
  type: 'reading' as const,
  revision: day,
  at: at(day),
  keyId: 'k',
  label,
  aiSeen: true,
  blinding: 'none' as const,
});
const removal = (day: number) => ({ type: 'removal' as const, revision: day, at: at(day), keyId: 'k' });

const standing = (outcome: Outcome, ...labels: ReviewLabel[]) =>
  standingOf(
    labels.map((label, i) => ({ reader: `r${i}`, reading: reading(label, 1) })),
    outcome,
  );

describe('where a case stands', () => {
  it.each<[outcome: Outcome, labels: ReviewLabel[], state: string, label: string | null]>([
    ['normal', [], 'unread', null],
    ['normal', ['normal'], 'single', null],
    ['normal', ['unusable'], 'single', null],
    ['normal', ['pneumonia'], 'awaiting_second', null],
    ['normal', ['unsure'], 'awaiting_second', null],
    // The AI gave no answer to differ from.
    ['abstained', ['pneumonia'], 'single', null],
    ['abstained', ['unsure'], 'awaiting_second', null],
    ['normal', ['pneumonia', 'pneumonia'], 'agreed', 'pneumonia'],
    ['normal', ['unusable', 'unusable'], 'agreed', 'unusable'],
    ['normal', ['pneumonia', 'normal'], 'disputed', null],
    ['normal', ['pneumonia', 'unsure'], 'disputed', null],
    ['normal', ['unsure', 'unsure'], 'disputed', null],
    ['normal', ['pneumonia', 'normal', 'pneumonia'], 'agreed', 'pneumonia'],
    ['normal', ['pneumonia', 'normal', 'unsure'], 'disputed', null],
    ['normal', ['pneumonia', 'normal', 'pneumonia', 'normal'], 'disputed', null],
    // Two of four are no majority, of three they are; who is unsure has no vote.
    ['normal', ['normal', 'normal', 'pneumonia', 'unusable'], 'disputed', null],
    ['normal', ['normal', 'normal', 'pneumonia', 'unsure'], 'agreed', 'normal'],
  ])('the AI says %s, readers say %j: %s', (outcome, labels, state, label) => {
    expect(standing(outcome, ...labels)).toEqual({ state, label });
  });
});

describe('what readers say', () => {
  const readers: ReviewCase['readers'] = [
    { reader: 'kept', revisions: [reading('normal', 1), reading('pneumonia', 5)] },
    { reader: 'taken back', revisions: [reading('normal', 1), removal(6)] },
    { reader: 'back again', revisions: [reading('normal', 1), removal(2), reading('unsure', 7)] },
  ];
  const said = (period?: { since?: string; until?: string }) =>
    readingsOf({ readers }, period).map(({ reader, reading: { label } }) => `${reader}: ${label}`);

  it('is the last revision of each, unless it was taken back', () => {
    expect(said()).toEqual(['kept: pneumonia', 'back again: unsure']);
  });

  it('goes by the end of the period, and keeps out what was taken back later', () => {
    expect(said({ until: at(4) })).toEqual(['kept: normal']);
    expect(said({ until: at(5) })).toEqual(['kept: pneumonia']);
    expect(said({ since: at(6) })).toEqual(['back again: unsure']);
    expect(said({ since: at(2), until: at(4) })).toEqual([]);
  });
});
