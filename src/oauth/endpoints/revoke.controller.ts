import { Controller, Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { StoreBounds } from '../../bounds/store-bounds.js';
import { Clock } from '../../clock/clock.js';
import { Described } from '../../http/described.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import { callerOf } from '../stores/caller-of.js';
import { TokenRevocation } from '../tokens/token-revocation.js';
import { ClientGuard } from './client.guard.js';
import type { ClientRequest } from './client-request.js';
import { REVOKE } from './endpoints.docs.js';

/** Approximate bytes that the store keeps of a revocation. */
const ROW = 1024;

/** Revocation endpoint. @see https://www.rfc-editor.org/rfc/rfc7009#section-2 */
@Controller('oauth/revoke')
@UseGuards(ClientGuard)
export class RevokeController {
  constructor(
    private readonly revocation: TokenRevocation,
    private readonly bounds: StoreBounds,
    private readonly clock: Clock,
  ) {}

  /**
   * With `token`: that token. Without: every token of the application, as one of the documented APIs defines it.
   * An empty `token` is an error of the client and must not end every sign-in.
   */
  @Post()
  @Described(REVOKE)
  @HttpCode(200)
  @Header('cache-control', 'private, no-store')
  async revoke(@Req() { client, parameters, origin }: ClientRequest) {
    if (!parameters.has('token')) {
      if (client.type === 'public') throw InvalidRequest.field('token', 'is required');
      const until = new Date(this.clock.now().getTime() + MILLISECONDS.day);
      this.bounds.enforce('client_writes', callerOf(client, origin.address), { bytes: ROW, until });
      await this.revocation.revokeEverything(client, origin);
      return {};
    }
    await this.revocation.revokeToken(parameters.required('token'), client, origin);
    return {};
  }
}
