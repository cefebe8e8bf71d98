import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { accountOf, type Caller, doneBy } from '../../../access/caller.js';
import { BrowserTrust } from '../../../auth/trusted-browsers/browser-trust.js';
import { TrustedBrowsers } from '../../../auth/trusted-browsers/trusted-browsers.js';
import { NotFound } from '../../../protocol/refusal.js';
import { presentTrusted, type TrustedBrowsersResource } from './trusted-browsers.dto.js';

/** A person's trusted browsers, to look at and to end. Ending takes no fresh proof: it gives nothing. */
@Injectable()
export class TrustedBrowsersService {
  constructor(
    private readonly browsers: TrustedBrowsers,
    private readonly trust: BrowserTrust,
  ) {}

  async list(caller: Caller, request: FastifyRequest): Promise<TrustedBrowsersResource> {
    const browsers = await this.browsers.of(accountOf(caller).id, this.trust.presentIn(request));
    return { data: browsers.map(presentTrusted), next_cursor: null };
  }

  async remove(caller: Caller, id: string): Promise<void> {
    if ((await this.browsers.remove(accountOf(caller).id, id, doneBy(caller))) === 0) {
      throw new NotFound('Trusted browser');
    }
  }

  async removeAll(caller: Caller): Promise<void> {
    await this.browsers.remove(accountOf(caller).id, undefined, doneBy(caller));
  }
}
