/** The pages of the console that are there without anything to look at, by the names of their pictures. */
export const ACCOUNT_PAGES: readonly (readonly [name: string, path: string])[] = [
  ['profile', '/account'],
  ['security', '/account/security'],
  ['applications', '/account/applications'],
  ['new-application', '/account/applications/new'],
  ['api-keys', '/account/api-keys'],
  ['new-api-key', '/account/api-keys/new'],
  ['ip-whitelist', '/account/ip-whitelist'],
  ['sessions', '/account/sessions'],
  ['consents', '/account/consents'],
];

export const ADMIN_PAGES: readonly (readonly [name: string, path: string])[] = [
  ['dashboard', '/admin'],
  ['users', '/admin/users'],
  ['new-user', '/admin/users/new'],
  ['brands', '/admin/brands'],
  ['new-brand', '/admin/brands/new'],
  ['all-applications', '/admin/applications'],
  ['scopes', '/admin/scopes'],
  ['resources', '/admin/resources'],
  ['signing-keys', '/admin/signing-keys'],
  ['audit', '/admin/audit'],
  ['refusals', '/admin/refusals'],
  ['incidents', '/admin/incidents'],
  ['nothing-here', '/no/such/page'],
];
