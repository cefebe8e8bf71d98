const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

const CLIENT = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type'];
const TOKEN = [
  'grant_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'username',
  'password',
  'scope',
  'resource',
  'audience',
  'device_code',
  'subject_token',
  'subject_token_type',
  'actor_token',
  'actor_token_type',
  'requested_token_type',
];
const AUTHORIZE = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'prompt',
  'max_age',
  'login_hint',
  'id_token_hint',
  'claims',
  'request',
  'request_uri',
  'response_mode',
  'resource',
  'acr_values',
  'ui_locales',
  'dpop_jkt',
];
const SIGN_OUT = ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state', 'logout_hint', 'ui_locales'];

/** Method, path, fields of a form. */
const PROTOCOL = [
  ['POST', '/oauth/token', [...TOKEN, ...CLIENT]],
  ['POST', '/oauth/revoke', ['token', 'token_type_hint', ...CLIENT]],
  ['POST', '/oauth/introspect', ['token', 'token_type_hint', ...CLIENT]],
  ['POST', '/oauth/par', [...AUTHORIZE, ...CLIENT]],
  ['POST', '/oauth/device_authorization', ['scope', 'resource', ...CLIENT]],
  ['POST', '/oauth/authorize', AUTHORIZE],
  ['POST', '/oauth/end-session', SIGN_OUT],
  ['POST', '/oauth/userinfo', ['access_token']],
  ['POST', '/interaction/sign-in', ['csrf', 'ticket', 'username', 'password']],
  ['POST', '/interaction/consent', ['csrf', 'ticket', 'account', 'decision']],
  ['POST', '/interaction/select-account', ['csrf', 'ticket', 'choice', 'account']],
  ['POST', '/interaction/sign-out', ['csrf', 'ticket', 'decision']],
  ['POST', '/device', ['csrf', 'user_code', 'decision', 'account']],
  ['POST', '/device/sign-in', ['csrf', 'user_code', 'username', 'password']],
  ['POST', '/device/confirm', ['csrf', 'user_code', 'decision', 'account']],
  ['POST', '/sign-in', ['csrf', 'username', 'password']],
];
const PAGES = [
  ['/oauth/authorize', AUTHORIZE],
  ['/oauth/authorize/resume', ['ticket']],
  ['/oauth/end-session', SIGN_OUT],
  ['/oauth/userinfo', ['access_token']],
  ['/interaction/sign-in', ['ticket']],
  ['/interaction/consent', ['ticket']],
  ['/interaction/select-account', ['ticket']],
  ['/device', ['user_code']],
  ['/.well-known/openid-configuration', []],
  ['/.well-known/oauth-authorization-server', []],
  ['/.well-known/oauth-protected-resource', []],
  ['/.well-known/jwks.json', []],
  ['/oauth/session-frame', []],
  ['/docs', []],
  ['/docs/openapi.json', []],
  ['/console', []],
  ['/console/assets/x.js', []],
  ['/health/live', []],
  ['/', []],
  ['/nothing/here', []],
];

/** Every operation of the OpenAPI document, and the endpoints that it leaves out. */
export function operationsOf(document) {
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation?.responses !== undefined)
      .map(([method, operation]) => described(document, method.toUpperCase(), path, operation)),
  );
  const forms = PROTOCOL.map(([method, path, fields]) => ({
    method,
    path,
    query: [],
    types: [FORM, JSON_TYPE],
    schema: { type: 'object', properties: Object.fromEntries(fields.map((name) => [name, { type: 'string' }])) },
  }));
  const pages = PAGES.map(([path, query]) => ({ method: 'GET', path, query, types: [], schema: undefined }));
  return [...documented, ...forms, ...pages];
}

function described(document, method, path, { parameters = [], requestBody }) {
  const content = resolve(document, requestBody)?.content ?? {};
  const [schema] = Object.values(content);
  const query = parameters.map((one) => resolve(document, one)).filter((one) => one.in === 'query');
  return {
    method,
    path,
    query: query.map(({ name }) => name),
    types: Object.keys(content),
    schema: schema === undefined ? undefined : expanded(document, schema.schema, 0),
  };
}

function resolve(document, node) {
  if (typeof node?.$ref !== 'string') return node;
  return node.$ref
    .slice(2)
    .split('/')
    .reduce((at, key) => at[key.replaceAll('~1', '/')], document);
}

function expanded(document, node, depth) {
  const schema = resolve(document, node);
  if (schema === null || typeof schema !== 'object' || depth > 6) return {};
  if (Array.isArray(schema)) return schema.map((one) => expanded(document, one, depth + 1));
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      typeof value === 'object' ? expanded(document, value, depth + 1) : value,
    ]),
  );
}
