import { Injectable } from '@nestjs/common';
import { GuardedFetcher } from '../../network/guarded-fetcher.js';
import { Refusal } from '../../protocol/refusal.js';
import type { Application } from '../stores/applications.js';

/**
 * Request objects that applications publish at addresses of their own. Only registered ones are read: else a link
 * could have this server call wherever somebody likes.
 * @see https://www.rfc-editor.org/rfc/rfc9101#section-5.2
 * @see https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter
 */
@Injectable()
export class PublishedRequests {
  constructor(private readonly fetcher: GuardedFetcher) {}

  /** The request object, not looked at yet. @throws Refusal `invalid_request_uri` */
  async read(uri: string, { clientId, metadata }: Application): Promise<string> {
    const registered = metadata.request_uris?.some((one) => withoutFragment(one) === withoutFragment(uri));
    if (registered !== true) {
      throw new Refusal('invalid_request_uri', 'request_uri: is none that was pushed, and none of request_uris', {
        subject: { clientId },
      });
    }
    try {
      return (await this.fetcher.getText(withoutFragment(uri))).trim();
    } catch (error) {
      throw new Refusal('invalid_request_uri', 'request_uri: gives no request object', {
        // where an address leads is nothing a stranger should learn here
        detail: `the request_uri ${(error as Error).message}`,
        subject: { clientId },
      });
    }
  }
}

/** OpenID Connect Core §6.2: a fragment tells versions of what stands there apart; nothing is cached here. */
function withoutFragment(uri: string): string {
  return uri.replace(/#.*$/s, '');
}
