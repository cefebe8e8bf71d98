import { CheckList } from '../../protocol/check-list.js';
import type { Check } from './check.js';
import { checkClaims } from './check-claims.js';
import { checkCodeChallenge } from './check-code-challenge.js';
import { checkMaxAge } from './check-max-age.js';
import { checkPrompt } from './check-prompt.js';
import { checkRegistration } from './check-registration.js';
import { checkResource } from './check-resource.js';
import { checkResponseMode } from './check-response-mode.js';
import { checkResponseType } from './check-response-type.js';
import { checkScope } from './check-scope.js';
import { readHints } from './read-hints.js';

/** The steps of an authorization request, in order. */
export const AUTHORIZE_CHECKS = new CheckList({
  source: 'The request can be read: in the URL, pushed ahead, or signed',
  client: 'The application is known and enabled',
  'redirect-uri': 'It registered the redirect URI',
  delivery: 'The request came the way the application has to send it',
  registration: 'It carries no client registration',
  'response-type': 'It asks for a code, as the application may',
  'response-mode': 'It asks for an answer in a way there is',
  'code-challenge': 'PKCE is as it must be',
  scope: 'The application may ask for the scopes',
  'resource-form': 'Every API it names is named by a URI',
  prompt: 'What it asks of the person goes together',
  'max-age': 'max_age is a number of seconds',
  claims: 'The claims it asks for can be given',
  hints: 'Its hints can be read',
  'request-profile': 'The security profile of the application allows the request',
  resource: 'Every API it names is known',
  'id-token-hint': 'The id_token it shows was given to this application',
  person: 'The person did what the request asks for',
  'account-address': "The account's whitelist lets the address in",
});

export type AuthorizeCheck = keyof (typeof AUTHORIZE_CHECKS)['sentences'];

/** Every parameter check after the redirect URI is established, in order. */
export const CHECKS: readonly (readonly [AuthorizeCheck, Check])[] = [
  ['registration', checkRegistration],
  ['response-type', checkResponseType],
  ['response-mode', checkResponseMode],
  ['code-challenge', checkCodeChallenge],
  ['scope', checkScope],
  ['resource-form', checkResource],
  ['prompt', checkPrompt],
  ['max-age', checkMaxAge],
  ['claims', checkClaims],
  ['hints', readHints],
];
