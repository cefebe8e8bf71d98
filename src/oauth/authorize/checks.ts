import type { Check } from './check.js';
import { checkClaims } from './check-claims.js';
import { checkCodeChallenge } from './check-code-challenge.js';
import { checkMaxAge } from './check-max-age.js';
import { checkPrompt } from './check-prompt.js';
import { checkRequestObject } from './check-request-object.js';
import { checkResource } from './check-resource.js';
import { checkResponseMode } from './check-response-mode.js';
import { checkResponseType } from './check-response-type.js';
import { checkScope } from './check-scope.js';
import { readHints } from './read-hints.js';

/** Every check of an authorization request once its return address is known, in this order. */
export const CHECKS: readonly Check[] = [
  checkRequestObject,
  checkResponseType,
  checkResponseMode,
  checkCodeChallenge,
  checkScope,
  checkResource,
  checkPrompt,
  checkMaxAge,
  checkClaims,
  readHints,
];
