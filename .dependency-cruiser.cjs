// Who may import whom. The walls of the house, held by `npm run lint`.
const FOUNDATIONS = '^src/(protocol|network|outgoing|secrets|clock|config|bounds)/';
const CORE = '^src/oauth/(grants|authorize|tokens|client-auth|client-documents|sender|profiles|stores)/';
/** What every feature may stand on: callers, faces, the core with its stores, and single contracts of others. */
const FLOOR = [
  '^src/(access|faces|oauth)/',
  '^src/auth/password/',
  '^src/audit/audit-event\\.ts$',
  '^src/operations/(health/readiness-check|metrics/metrics|first-administrator)\\.ts$',
];
/** The layers under the features, and what puts features together. The browser's pages and first-party sign-in use several. */
const NOT_A_FEATURE =
  'protocol|network|outgoing|secrets|clock|config|bounds|oauth|access|faces|persistence|operations|auth|interaction';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'protocol-is-pure',
      comment: 'vocabulary, parsing, matching: no framework, no database, nothing of ours',
      severity: 'error',
      from: { path: '^src/protocol/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/|@nestjs|fastify|/pg/|prisma', pathNot: '^src/protocol/' },
    },
    {
      name: 'foundations-know-only-foundations',
      severity: 'error',
      from: { path: FOUNDATIONS },
      to: { path: '^src/', pathNot: FOUNDATIONS },
    },
    {
      name: 'core-knows-only-the-vocabulary',
      comment: 'grants, checks and tokens: no HTTP, no database, no feature, no OpenID',
      severity: 'error',
      from: { path: CORE, pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/|fastify|/pg/|prisma', pathNot: [CORE, FOUNDATIONS, '^src/audit/audit-event\\.ts$'] },
    },
    {
      name: 'oauth-never-imports-oidc',
      severity: 'error',
      from: { path: '^src/oauth/' },
      to: { path: '^src/oidc/' },
    },
    {
      name: 'database-only-in-persistence',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/persistence/' },
      to: { path: 'node_modules/(pg|@prisma|prisma)/|^src/persistence/generated/' },
    },
    {
      name: 'persistence-is-wired-not-used',
      comment: 'everybody else depends on the store classes that persistence implements',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(persistence|operations)/|^src/(app|app\\.module|main)\\.ts$' },
      to: { path: '^src/persistence/' },
    },
    {
      name: 'features-keep-to-themselves',
      severity: 'error',
      from: { path: `^src/(?!(?:${NOT_A_FEATURE})/)([^/]+)/` },
      to: { path: '^src/', pathNot: ['^src/$1/', FOUNDATIONS, ...FLOOR] },
    },
    {
      name: 'features-know-no-pages',
      comment: 'first-party sign-in and the browser pages stand above the features',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(auth|interaction)/|^src/app\\.module\\.ts$' },
      to: { path: '^src/(auth|interaction)/', pathNot: '^src/auth/password/' },
    },
    {
      name: 'no-tests-in-the-server',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.tsx?$' },
      to: { path: '^test/|\\.spec\\.tsx?$' },
    },
    {
      name: 'no-development-packages-in-the-server',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.tsx?$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'console-and-server-share-the-wire-only',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^(src|test)/' },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/persistence/generated/(?!client\\.ts)' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
