import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBucketName, fileToPart, folderToPart, keyToPath } from '../src/embedded-store/key-path.ts';

const part = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '.', '..', '...', '.tmp', 'CON', 'a%', '%', '%e', '%2e', 'a\\b', '\0', 'ÄÖ', '肺'),
);
const key = fc
  .array(part, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map((text) => text.replaceAll('/', '')).join('/'))
  .filter((text) => text !== '' && text.isWellFormed());

const pathOf = (text: string): string => {
  const { folders, file } = keyToPath(text);
  return [...folders, file].join('/');
};

describe('key to path', () => {
  test('a key can be read back from its path', () => {
    fc.assert(
      fc.property(key, (text) => {
        const { folders, file } = keyToPath(text);
        expect([...folders.map(folderToPart), fileToPart(file)].join('/')).toBe(text);
      }),
    );
  });

  test('no name means another folder, is hidden, or holds a separator', () => {
    fc.assert(
      fc.property(key, (text) => {
        const { folders, file } = keyToPath(text);
        for (const name of [...folders, file]) expect(name).toMatch(/^[^./\\\0][^/\\\0]*$/);
      }),
    );
  });

  test('keys that differ in case only have paths that differ in more', () => {
    expect(pathOf('a/Key').toLowerCase()).not.toBe(pathOf('a/key').toLowerCase());
    expect(pathOf('A/key').toLowerCase()).not.toBe(pathOf('a/key').toLowerCase());
  });

  test('an object and a folder of the same name do not collide', () => {
    expect(pathOf('a/b/c').startsWith(`${pathOf('a/b')}/`)).toBe(false);
  });

  test('what is too long or no text is refused', () => {
    expect(() => keyToPath('x'.repeat(241))).toThrow('too long');
    expect(() => keyToPath('x/'.repeat(513))).toThrow('too long');
    expect(() => keyToPath('')).toThrow('empty');
    expect(() => keyToPath('\ud800')).toThrow('UTF-8');
  });

  test.each(['', 'ab', '.tmp', 'a..b', 'Upper', 'a/b', '..', 'a'.repeat(64)])('refuses the bucket name %j', (name) => {
    expect(() => checkBucketName(name)).toThrow('bucket name');
  });
});
