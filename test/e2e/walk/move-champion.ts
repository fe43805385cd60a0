import assert from 'node:assert/strict';
import type { Alias } from '../../../packages/shared/src/contracts/index.ts';
import type { Walk } from './walk.ts';

const CHAMPION = '/v1/models/aliases/champion';

/** Makes a version champion, on the condition that nobody else has moved the alias; or finds that its training has done so. */
export const moveChampion = async ({ http }: Walk, version: string): Promise<void> => {
  const { status, headers, body } = await http.call<Alias>('GET', CHAMPION);
  assert.equal(status, 200, JSON.stringify(body));
  if (body.version === version) return;
  const stale = await http.problemOf(http.call('PUT', CHAMPION, { version }, { 'if-match': '"somebody-elses"' }));
  assert.deepEqual([stale.status, stale.code], [412, 'alias_changed']);
  const moved = await http.call<Alias>('PUT', CHAMPION, { version }, { 'if-match': headers.get('etag')! });
  assert.deepEqual([moved.status, moved.body.version], [200, version]);
};
