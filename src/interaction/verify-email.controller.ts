import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AddressesRepository } from '../admin/users/addresses.repository.js';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { IpWhitelistGuard } from '../network/ip-whitelist.guard.js';
import type { SignedIn } from '../oauth/authorize/signed-in.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { Conflict } from '../protocol/refusal.js';
import { standingOn } from '../protocol/standing.js';
import { AddressView } from './address.view.js';
import { FormGuard } from './form-guard.js';
import { MailedToken, mailedToken } from './mailed-token.js';

/**
 * Where the link of a mail leads that proves an address. It opens in any browser, and counts for a person who is signed in
 * there to the very account that it is about. Opening it changes nothing.
 */
@Controller('interaction/verify-email')
@ApiExcludeController()
export class VerifyEmailController {
  constructor(
    private readonly addresses: AddressesRepository,
    private readonly interaction: Interaction,
    private readonly forms: FormGuard,
    private readonly view: AddressView,
  ) {}

  @Get()
  async show(
    @MailedToken() token: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const signedIn = await this.interaction.signedIn(request);
    if (signedIn === undefined) {
      this.view.signInFirst(token, reply);
      return;
    }
    const { account } = signedIn;
    const address = token === undefined ? undefined : await this.addresses.find(account.id, token);
    if (token === undefined || address === undefined) this.view.notTheirs(account, reply);
    else this.view.verify({ token, address, account }, request, reply);
  }

  @Post()
  async prove(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'token');
    this.forms.check(request, form.optional('csrf'));
    const token = mailedToken(form.required('token'));
    const signedIn = await this.interaction.signedIn(request);
    if (signedIn === undefined) {
      this.view.signInFirst(token, reply);
      return;
    }
    try {
      if (token !== undefined && (await this.isProved(token, signedIn, request))) this.view.verified(reply);
      else this.view.notTheirs(signedIn.account, reply);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      this.view.taken(reply);
    }
  }

  private async isProved(secret: string, signedIn: SignedIn, { origin }: FastifyRequest): Promise<boolean> {
    const { id, whitelist } = signedIn.account;
    const { address, requestId } = origin;
    IpWhitelistGuard.decide(address, { whitelist, name: "the account's whitelist", subject: { userId: id } });
    const by = { actor: { type: 'user' as const, id }, address, requestId, standing: standingOn(signedIn) };
    return this.addresses.prove(id, { secret }, by);
  }
}
