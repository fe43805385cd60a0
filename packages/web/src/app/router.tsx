import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';
import { ViewFailed } from './view-failed.tsx';

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const under = <const Path extends string>(path: Path) => ({ getParentRoute: () => rootRoute, path });

const homeRoute = createRoute({
  ...under('/'),
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is how the router is told to go elsewhere
    throw redirect({ to: '/assess', replace: true });
  },
});

const assessRoute = createRoute({
  ...under('/assess'),
  component: lazyRouteComponent(() => import('../assess/assess-view.tsx'), 'AssessView'),
});
const readingRoute = createRoute({
  ...under('/assess/reading'),
  component: lazyRouteComponent(() => import('../assess/reading/reading-view.tsx'), 'ReadingView'),
});
const assessmentRoute = createRoute({
  ...under('/assess/$jobId'),
  component: lazyRouteComponent(() => import('../assess/assess-view.tsx'), 'AssessView'),
});
const textIn = (search: Record<string, unknown>, name: string): string =>
  typeof search[name] === 'string' ? search[name] : '';

const jobsRoute = createRoute({
  ...under('/jobs'),
  validateSearch: (search): { kind?: string; state?: string } => {
    const kind = textIn(search, 'kind');
    const state = textIn(search, 'state');
    return { ...(kind && { kind }), ...(state && { state }) };
  },
  component: lazyRouteComponent(() => import('../jobs/jobs-view.tsx'), 'JobsView'),
});
const jobRoute = createRoute({
  ...under('/jobs/$jobId'),
  component: lazyRouteComponent(() => import('../jobs/job-view.tsx'), 'JobView'),
});
const trainRoute = createRoute({
  ...under('/train'),
  component: lazyRouteComponent(() => import('../train/train-view.tsx'), 'TrainView'),
});
const trainingRoute = createRoute({
  ...under('/train/$jobId'),
  component: lazyRouteComponent(() => import('../train/train-view.tsx'), 'TrainView'),
});
const modelsRoute = createRoute({
  ...under('/models'),
  component: lazyRouteComponent(() => import('../models/models-view.tsx'), 'ModelsView'),
});
const modelRoute = createRoute({
  ...under('/models/$version'),
  component: lazyRouteComponent(() => import('../models/models-view.tsx'), 'ModelsView'),
});
const dataRoute = createRoute({
  ...under('/data'),
  component: lazyRouteComponent(() => import('../data/data-view.tsx'), 'DataView'),
});
const datasetRoute = createRoute({
  ...under('/data/$datasetId'),
  component: lazyRouteComponent(() => import('../data/data-view.tsx'), 'DataView'),
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  assessRoute,
  readingRoute,
  assessmentRoute,
  jobsRoute,
  jobRoute,
  trainRoute,
  trainingRoute,
  modelsRoute,
  modelRoute,
  dataRoute,
  datasetRoute,
]);

/** The addresses of the page. Every view is loaded when it is first shown. */
export const createPageRouter = () =>
  createRouter({ routeTree, defaultPreload: 'intent', defaultErrorComponent: ViewFailed, scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
