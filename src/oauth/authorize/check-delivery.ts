import type { Settings } from '../../config/settings.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import type { Application } from '../stores/applications.js';
import type { Source } from './request-source.js';

/**
 * Checks that a request was sent in the way that its application must use.
 * @see https://www.rfc-editor.org/rfc/rfc9126#section-5 (the whole server)
 * @see https://www.rfc-editor.org/rfc/rfc9126#section-6 (one application)
 * @see https://www.rfc-editor.org/rfc/rfc9101#section-10.5
 */
export function checkDelivery({ pushed, signed }: Source, { metadata }: Application, settings: Settings): void {
  const mustPush = settings.requirePar || metadata.require_pushed_authorization_requests === true;
  if (mustPush && !pushed) throw new InvalidRequest('The authorization request must be pushed');
  if (metadata.require_signed_request_object === true && !signed) {
    throw InvalidRequest.field('request', 'is required: this application signs its requests');
  }
}
