/** The one direction of imports: services -> engines, imaging -> models -> shared. */
const engines = '^(packages/engines/|.*node_modules/(onnxruntime-|@tensorflow/))';
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(@tensorflow/tfjs-node)$|[.]wasm[?]url$' },
    },
    {
      name: 'shared-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^packages/shared/' },
      to: { path: '^(packages|services)/', pathNot: '^packages/shared/' },
    },
    {
      name: 'contracts-are-browser-safe',
      severity: 'error',
      from: { path: '^packages/shared/src/contracts/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'contracts-do-not-import-runtime',
      severity: 'error',
      from: { path: '^packages/shared/src/contracts/' },
      to: { path: '^packages/shared/src/runtime/' },
    },
    {
      name: 'models-are-pure',
      severity: 'error',
      from: { path: '^packages/models/src/' },
      to: { path: '^(packages/(?!models/|shared/src/contracts/)|services/|.*node_modules/(onnxruntime-|sharp))' },
    },
    {
      name: 'imaging-pure-is-browser-safe',
      severity: 'error',
      from: { path: '^packages/imaging/src/pure/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'models-do-no-io',
      severity: 'error',
      from: { path: '^packages/models/src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'imaging-imports-shared-only',
      severity: 'error',
      from: { path: '^packages/imaging/src/' },
      to: { path: '^(packages/(?!imaging/|shared/)|services/)' },
    },
    {
      name: 'engines-import-models-and-shared-only',
      severity: 'error',
      from: { path: '^packages/engines/src/' },
      to: { path: '^(packages/(?!engines/|models/|shared/)|services/)' },
    },
    {
      name: 'page-imports-browser-safe-code-only',
      severity: 'error',
      from: { path: '^packages/web/src/' },
      to: {
        path: '^(packages/(?!web/|client/|imaging/src/pure/|models/src/outcome/(natural-frequencies|decide-outcome)[.]ts|shared/src/contracts/)|services/)',
      },
    },
    {
      name: 'page-is-browser-safe',
      severity: 'error',
      from: { path: '^packages/web/src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'client-stands-alone',
      comment: 'Whoever uses the API needs nothing of the system but its description.',
      severity: 'error',
      from: { path: '^packages/client/src/' },
      to: { path: '^(packages/(?!client/)|services/)' },
    },
    {
      name: 'client-is-browser-safe',
      severity: 'error',
      from: { path: '^packages/client/src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'packages-do-not-import-services',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^services/' },
    },
    {
      name: 'no-service-imports-another',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'gateway-and-client-run-no-engine',
      severity: 'error',
      from: { path: '^(services/api|packages/client)/' },
      to: { path: engines },
    },
    {
      name: 'gateway-and-client-reach-no-engine',
      severity: 'error',
      from: { path: '^(services/api|packages/client)/' },
      to: { path: engines, reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)test-output/|^packages/web/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
