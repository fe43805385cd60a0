import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const OUTPUT = resolve(import.meta.dirname, '../../test-output/page');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const hasChromium = existsSync(CHROMIUM);

export interface Visitor {
  readonly page: Page;
  /** What a visitor must never meet: faults in the console, and requests to elsewhere. */
  readonly complaints: string[];
  /** What axe finds on the view as it stands now; a picture of it is kept as `name`.png. Wider than its window counts, too. */
  readonly audit: (name: string) => Promise<string[]>;
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
  readonly violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[];
}

/** A window of its own on the page at `origin`. */
export const openVisitor = async (
  browser: Browser,
  origin: string,
  window: { width: number; height: number; colorScheme: 'light' | 'dark' },
): Promise<Visitor> => {
  const { width, height, colorScheme } = window;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, baseURL: origin });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // The browser notes every refusal of the server, also those that the page shows.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) complaints.push(`a request to ${request.url()}`);
  });
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await mkdir(OUTPUT, { recursive: true });
  return {
    page,
    complaints,
    audit: async (name) => {
      await page.screenshot({ path: join(OUTPUT, `${name}.png`), fullPage: true });
      // By the debugger, which the page's policy does not bind.
      const { violations } = await page.evaluate<AxeResult>(
        `(() => { ${axe}; return window.axe.run(document, { runOnly: ${JSON.stringify(RULES)} }); })()`,
      );
      const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
      return [
        ...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
        ...(tooWide > 0 ? [`${tooWide} px too wide`] : []),
      ];
    },
  };
};
