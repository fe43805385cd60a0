import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, NARROW_DARK, WIDE } from './browser.ts';
import { itWorksByKeyboard } from './page/keyboard.ts';
import { describeSignedIn } from './page/signed-in.ts';
import { describeStates } from './page/states.ts';
import { describeViews } from './page/views.ts';
import { describeWholeWay } from './page/whole-way.ts';
import { createWorld, type World } from './page/world.ts';

// In this order: the later parts look at what the earlier ones made.
describe.skipIf(!hasChromium)('the page, in Chromium (needs /usr/bin/chromium)', () => {
  let world: World;
  const theWorld = (): World => world;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  describeWholeWay(theWorld, 'on a wide light screen', WIDE, true);
  describeWholeWay(theWorld, 'on a narrow dark screen', NARROW_DARK, false);
  itWorksByKeyboard(theWorld);
  describeStates(theWorld);
  describeViews(theWorld);
  describeSignedIn(theWorld);

  it('asks nobody else for anything, and leaves no fault in the console', () => {
    expect(world.visitors.length).toBeGreaterThan(0);
    expect(world.visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
