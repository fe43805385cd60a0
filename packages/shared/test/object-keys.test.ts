import { expect, test } from 'vitest';
import { objectKeys, PneumoError } from '../src/runtime/index.ts';

test.each(['../other/images/', 'a/../../other', '..', './a', 'a/./b', 'a/..'])(
  'inbox prefix %s is refused',
  (prefix) => {
    expect(() => objectKeys.inbox('ward', prefix)).toThrow(PneumoError);
  },
);

test.each([
  ['', 'ward/inbox/'],
  ['batch-1/', 'ward/inbox/batch-1/'],
  ['/batch-1', 'ward/inbox/batch-1'],
  ['//a/..b/c...', 'ward/inbox/a/..b/c...'],
])('inbox prefix "%s" lies in the workspace', (prefix, key) => {
  expect(objectKeys.inbox('ward', prefix)).toBe(key);
});

test('every key of a workspace lies in it, and the folder of a job holds its record and attempts', () => {
  expect(objectKeys.record('ward', 'j')).toBe('ward/jobs/j/record.json');
  expect(objectKeys.attempt('ward', 'j', 2, 'heatmap.png')).toBe('ward/jobs/j/attempts/2/heatmap.png');
  expect(objectKeys.pending('ward', 'j')).toBe('ward/pending/j.json');
  expect(objectKeys.versionManifest('ward', 'v')).toBe('ward/models/v/manifest.json');
  expect(objectKeys.checkpoint('ward', 'j', 1, 3, 'state.json')).toBe('ward/checkpoints/j/1/3/state.json');
  expect(objectKeys.apiKey('k')).toBe('_system/keys/k.json');
});
