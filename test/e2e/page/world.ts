import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { phantomJpeg } from '../archives.ts';
import { type Form, launchChromium, openVisitor, type Visitor } from '../browser.ts';
import { createHttp, type Http } from '../http.ts';
import { startTestStack, type TestStack } from '../test-stack.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

const MADE = [
  'imports',
  'datasets',
  'runs',
  'cancelled',
  'versions',
  'failed',
  'comparisons',
  'commissionings',
  'batches',
] as const;

/** The one stack, browser and set of things that all parts of the page's test share: each costs seconds. */
export interface World {
  readonly stack: TestStack;
  readonly browser: Browser;
  readonly http: Http;
  /** Everybody who came so far. */
  readonly visitors: Visitor[];
  /** A new visitor; the one before leaves. */
  readonly visit: (form: Form) => Promise<Visitor>;
  /** Ids of what was made on the way, the newest last. */
  readonly made: Readonly<Record<(typeof MADE)[number], string[]>>;
  /** A prediction that says what it sees on a drawing, where the starter version would rather abstain. */
  readonly answered: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Builds the page as `npm start` does, and starts all of Pneumo with its starter version. */
export const createWorld = async (env: Record<string, string> = {}): Promise<World> => {
  await promisify(execFile)(process.execPath, ['packages/local/bootstrap.mjs', 'page'], { cwd: ROOT });
  const starter = resolve(ROOT, 'packages/models/starter');
  const stack = await startTestStack({ env: { PNEUMO_STARTER_DIR: starter, ...env } });
  const http = createHttp(stack.url);
  const browser = await launchChromium();
  const visitors: Visitor[] = [];
  return {
    stack,
    browser,
    http,
    visitors,
    visit: async (form) => {
      // One at a time: whoever stays asks the server on and on.
      await visitors.at(-1)?.page.context().close();
      const visitor = await openVisitor(browser, stack.url, form);
      visitors.push(visitor);
      return visitor;
    },
    made: Object.fromEntries(MADE.map((kind) => [kind, []])) as unknown as World['made'],
    answered: async () => {
      const { body } = await http.postImage(await phantomJpeg(7, 'pneumonia'), { explain: 'true', abstain: 'false' });
      await http.ended(body.id);
      return body.id;
    },
    close: async () => {
      await browser.close();
      await stack.close();
    },
  };
};

/** The last part of an address or a path. */
export const lastPart = (address: string): string => new URL(address, 'http://any').pathname.split('/').at(-1)!;
