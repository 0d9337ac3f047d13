/**
 * The import rule of docs/architecture.md as a table: base <- cluster <- parallelism <-
 * {replay, profile, serving} <- experiments <- {intake, reports <- engine, database <- jobs <- service, client} <- apps.
 */
const order = ['base', 'cluster', 'parallelism', 'replay', 'profile', 'serving', 'experiments', 'intake'];
const pure = [...order, 'reports', 'engine', 'client'];

const mayNotImport = (from, targets) => ({
  name: `layering-${from}`,
  severity: 'error',
  from: { path: `^libs/${from}/` },
  to: { path: `^(${targets.join('|')})/` },
});

module.exports = {
  forbidden: [
    ...order.map((lib, index) =>
      mayNotImport(lib, [
        ...order.slice(index + 1).map((l) => `libs/${l}`),
        'libs/reports',
        'libs/database',
        'libs/jobs',
        'libs/service',
        'libs/client',
        'apps',
        'migrations',
      ]),
    ),
    // Browsers load it too: it knows the wire, not the engine.
    mayNotImport('client', [
      ...order.slice(1).map((l) => `libs/${l}`),
      'libs/reports',
      'libs/database',
      'libs/jobs',
      'libs/service',
      'apps',
      'migrations',
    ]),
    {
      ...mayNotImport('profile', ['libs/replay']),
      name: 'days-and-profiles-know-nothing-of-each-other',
    },
    mayNotImport('engine', [
      'libs/database',
      'libs/jobs',
      'libs/service',
      'libs/client',
      'apps',
      'migrations',
    ]),
    mayNotImport('reports', [
      'libs/engine',
      'libs/database',
      'libs/jobs',
      'libs/service',
      'libs/client',
      'apps',
      'migrations',
    ]),
    mayNotImport('database', ['libs/jobs', 'libs/service', 'libs/reports', 'libs/client', 'apps']),
    mayNotImport('jobs', ['libs/service', 'libs/reports', 'libs/client', 'apps']),
    mayNotImport('service', ['libs/reports', 'libs/client', 'apps']),
    {
      name: 'screens-ask-the-engine',
      comment: 'Only the thread of the engine loads the libraries; others know their types, and the client.',
      severity: 'error',
      from: {
        path: '^apps/web/src/',
        pathNot: '^apps/web/src/engine/(operations/|engine\\.worker)|\\.spec\\.ts$',
      },
      to: { path: '^libs/(?!client/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'screens-are-apart',
      comment: 'What two screens need stands in ui or engine.',
      severity: 'error',
      from: { path: '^apps/web/src/screens/([^/]+)/' },
      to: { path: '^apps/web/src/screens/', pathNot: '^apps/web/src/screens/$1/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'enter-by-the-index',
      comment: 'Others enter a library through its index.ts.',
      severity: 'error',
      from: { path: '^(?:libs/([^/]+)|apps|test|bench|migrations)/' },
      to: { path: '^libs/([^/]+)/src/(?!index\\.ts$)', pathNot: '^libs/$1/' },
    },
    {
      name: 'enter-a-room-by-its-index',
      comment: 'A room is a first-level folder of a library; other rooms enter it through its index.ts.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/([^/]+)' },
      to: { path: '^libs/$1/src/[^/]+/', pathNot: ['^libs/$1/src/$2/', '^libs/[^/]+/src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'pure-libraries-know-no-platform',
      severity: 'error',
      from: { path: `^libs/(${pure.join('|')})/`, pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-libraries-know-no-framework',
      severity: 'error',
      from: { path: `^libs/(${pure.join('|')})/` },
      to: { path: 'node_modules/(@nestjs|typeorm|bullmq|ioredis|fastify|piscina|better-sqlite3)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
