import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { testEnv } from '../setup/env.ts';

const CHROMIUM = '/usr/bin/chromium';
const OUTPUT = resolve(import.meta.dirname, '../../test-output/page');
/** All that can be wrong, and what a scheme can make wrong at a width whose layout was judged already. */
const ALL_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const COLOUR_RULES = ['color-contrast'];

export const hasChromium = existsSync(CHROMIUM);

/** The forms in which every view is looked at. */
const WIDTHS = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
] as const;
const SCHEMES = ['light', 'dark'] as const;

export interface Form {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: (typeof SCHEMES)[number];
}

export const WIDE: Form = { ...WIDTHS[0], colorScheme: 'light' };
export const NARROW_DARK: Form = { ...WIDTHS[1], colorScheme: 'dark' };

export interface Visitor {
  readonly page: Page;
  /** What a visitor must never meet: faults in the console, and requests to elsewhere. */
  readonly complaints: string[];
  /**
   * What is wrong with the view as it stands now: what axe finds, and whether it is wider than its window. The window takes one
   * form after the other, with no new load: wide and light, narrow and dark, and with `all` (or PNEUMO_TEST_LONG=1) the other two. Pictures are
   * kept as `<name>-<width>-<scheme>.png`.
   */
  readonly audit: (name: string, forms?: 'two' | 'all') => Promise<string[]>;
}

/** The system's Chromium, without the traffic of its own that it has otherwise. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

interface AxeResult {
  readonly violations: { id: string; nodes: { target: string[] }[] }[];
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Once per document, by the debugger, which the page's policy does not bind. */
const ensureAxe = async (page: Page): Promise<void> => {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(`${await axeSource}; undefined`);
};

/** Two frames: what follows the size and the colours has been laid out and painted. */
const PAINTED = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))';

const faultsIn = async (page: Page, rules: readonly string[]): Promise<string[]> => {
  const { violations } = await page.evaluate<AxeResult>(
    `window.axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] })`,
  );
  const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  return [
    ...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
    ...(tooWide > 0 ? [`${tooWide} px too wide`] : []),
  ];
};

/** A window of its own on the page at `origin`. */
export const openVisitor = async (browser: Browser, origin: string, form: Form): Promise<Visitor> => {
  const { width, height, colorScheme } = form;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, baseURL: origin });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // The browser notes every refusal of the server, also those that the page shows.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith(`blob:${origin}`)) complaints.push(`a request to ${url}`);
  });
  await mkdir(OUTPUT, { recursive: true });
  return {
    page,
    complaints,
    audit: async (name, forms = testEnv.long ? 'all' : 'two') => {
      await ensureAxe(page);
      // What sticks to the window's top stands there in the picture, too.
      await page.evaluate('scrollTo(0, 0)');
      const faults: string[] = [];
      for (const size of WIDTHS) {
        await page.setViewportSize(size);
        for (const scheme of SCHEMES) {
          const isLayoutJudged = (size.width === 1280) === (scheme === 'dark');
          if (isLayoutJudged && forms === 'two') continue;
          await page.emulateMedia({ colorScheme: scheme });
          await page.evaluate(PAINTED);
          const called = `${name}-${size.width}-${scheme}`;
          await page.screenshot({ path: join(OUTPUT, `${called}.png`), fullPage: true });
          const found = await faultsIn(page, isLayoutJudged ? COLOUR_RULES : ALL_RULES);
          faults.push(...found.map((fault) => `${called}: ${fault}`));
        }
      }
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      return faults;
    },
  };
};
