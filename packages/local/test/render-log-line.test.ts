import { expect, test } from 'vitest';
import { ownLogLine, renderLogLine } from '../src/stack/render-log-line.ts';

test('a structured line becomes time, level, service, message and fields', () => {
  const time = new Date(2026, 0, 2, 3, 4, 5).toISOString();
  const line = JSON.stringify({
    level: 40,
    time,
    service: 'api',
    pid: 7,
    msg: 'job is late',
    jobId: 'j-1',
    why: 'a b',
  });
  expect(renderLogLine('api', line)).toBe('03:04:05 WARN  api        job is late jobId=j-1 why="a b"');
});

test('an error is told by its message, without its stack', () => {
  const line = JSON.stringify({ level: 50, msg: 'failed', err: { message: 'no such key', stack: 'at x' } });
  expect(renderLogLine('trainer-2', line)).toMatch(/^\S+ ERROR trainer-2 {2}failed err="no such key"$/);
});

test.each(['plain words', '42', '{"broken":', ''])('what is no structured line stays readable: %j', (line) => {
  expect(renderLogLine('store', line)).toMatch(/^\d\d:\d\d:\d\d - {5}store {6}/);
  expect(renderLogLine('store', line)).toContain(line);
});

test("the start's own lines are JSON where JSON is asked for", () => {
  expect(JSON.parse(ownLogLine('ready', 'json'))).toMatchObject({ level: 30, service: 'local', msg: 'ready' });
});
