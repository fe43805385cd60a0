import type { Browser, Request } from 'playwright-core';

/** How one visit went; times from the start of the navigation. */
export interface Visit {
  readonly scriptBytes: number;
  readonly firstPaintMs: number;
  /** Until a dragged file would be taken; of pages without a drop zone, until they are loaded. */
  readonly readyMs: number;
  /** Of tasks longer than 50 ms, what is above that. */
  readonly blockedMs: number;
}

interface Timings {
  readonly paint: number;
  readonly ready: number;
  readonly blocked: number;
}

/** Runs before the page's own scripts: notes long tasks, and tries every few milliseconds whether a dragged file would be taken. */
const WATCH = `
  window.benchTasks = [];
  new PerformanceObserver((list) => window.benchTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask', buffered: true });
  const look = () => {
    const drag = new DragEvent('dragover', { cancelable: true });
    window.dispatchEvent(drag);
    if (drag.defaultPrevented) window.benchReadyMs = performance.now();
    else setTimeout(look, 2);
  };
  look();
`;

const READ = `
  new Promise((resolve) => {
    const read = () => {
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      const [navigation] = performance.getEntriesByType('navigation');
      const ready = NEEDS_DROP_ZONE ? window.benchReadyMs : navigation.loadEventEnd || undefined;
      if (paint === undefined || ready === undefined) return setTimeout(read, 10);
      const blocked = window.benchTasks.reduce((sum, duration) => sum + Math.max(0, duration - 50), 0);
      resolve({ paint: paint.startTime, ready, blocked });
    };
    read();
  })
`;

/** Visits an address in a browser that has seen nothing of it, then once more with what it has kept. */
export async function visitPage(browser: Browser, url: string, { hasDropZone }: { hasDropZone: boolean }) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    const visit = async (): Promise<Visit> => {
      const sizes: Promise<number>[] = [];
      const count = (request: Request): void => {
        if (request.resourceType() === 'script')
          sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      };
      page.on('requestfinished', count);
      await page.goto(url);
      const { paint, ready, blocked } = await page.evaluate<Timings>(
        READ.replace('NEEDS_DROP_ZONE', String(hasDropZone)),
      );
      await page.waitForLoadState('networkidle');
      page.off('requestfinished', count);
      const bytes = await Promise.all(sizes);
      return {
        scriptBytes: bytes.reduce((sum, size) => sum + size, 0),
        firstPaintMs: paint,
        readyMs: ready,
        blockedMs: blocked,
      };
    };
    return { first: await visit(), again: await visit() };
  } finally {
    await context.close();
  }
}
