// The permitted imports between folders, checked by `npm run lint`.
const FOUNDATIONS = '^src/(fields|protocol|network|outgoing|secrets|clock|config|bounds)/';
const CORE = '^src/oauth/(grants|authorize|tokens|client-auth|client-documents|sender|profiles|stores)/';
/** What a feature may stand on: callers, request forms, the core, single contracts of others, and the database. */
const FLOOR = [
  '^src/(access|http|oauth)/',
  '^src/auth/(password|factors|passkeys|trusted-browsers)/',
  '^src/auth/recovery/mail-requests\\.ts$',
  '^src/operations/(health/readiness-check|metrics/metrics|first-administrator)\\.ts$',
  '^src/persistence/',
];
/** The folders of src from the lowest to the highest: each imports only folders that stand before it. */
const ORDER = [
  ...['fields', 'protocol', 'network', 'config', 'clock', 'secrets', 'outgoing', 'bounds', 'pages', 'http'],
  ...['oauth', 'access', 'operations', 'oidc', 'auth', 'persistence', 'admin', 'interaction'],
];

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
      name: 'folders-have-a-place-in-the-order',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: `^src/(${ORDER.join('|')})/` },
    },
    {
      name: 'protocol-is-pure',
      comment: 'vocabulary, parsing, matching: no framework, no database, nothing of ours but `fields`',
      severity: 'error',
      from: { path: '^src/protocol/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/|@nestjs|fastify|/pg/|prisma', pathNot: '^src/(protocol|fields)/' },
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
      to: { path: '^src/|fastify|/pg/|prisma', pathNot: [CORE, FOUNDATIONS] },
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
      from: { path: '^src/', pathNot: ['^src/persistence/', '\\.repository\\.ts$'] },
      to: { path: 'node_modules/(pg|@prisma|prisma)/|^src/persistence/generated/' },
    },
    {
      name: 'features-reach-the-database-by-their-repositories',
      severity: 'error',
      from: { path: '^src/(admin|interaction)/', pathNot: '\\.(repository|spec)\\.tsx?$' },
      to: { path: '^src/persistence/' },
    },
    {
      name: 'features-keep-to-themselves',
      severity: 'error',
      from: { path: '^src/admin/([^/]+)/', pathNot: '^src/admin/application-activity/' },
      to: { path: '^src/', pathNot: ['^src/admin/$1/', FOUNDATIONS, ...FLOOR] },
    },
    {
      name: 'application-activity-joins-two-features',
      comment: 'the audit trail, as the owner of an application may see it',
      severity: 'error',
      from: { path: '^src/admin/application-activity/' },
      to: {
        path: '^src/',
        pathNot: ['^src/admin/(application-activity|applications|audit)/', FOUNDATIONS, ...FLOOR],
      },
    },
    ...ORDER.slice(0, -1).map((folder, place) => ({
      name: `${folder}-imports-downwards`,
      severity: 'error',
      from: { path: `^src/${folder}/`, pathNot: '\\.spec\\.tsx?$' },
      to: { path: `^src/(${ORDER.slice(place + 1).join('|')})/` },
    })),
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
      comment: 'but what the programs of real clients install for themselves',
      severity: 'error',
      from: { pathNot: '^test/clients/[^/]+/program\\.mjs$' },
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
