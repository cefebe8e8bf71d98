import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AddressesRepository } from '../admin/users/addresses.repository.js';
import { NewPasswords } from '../auth/password/new-passwords.js';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { Conflict } from '../protocol/refusal.js';
import { AddressView } from './address.view.js';
import { FormGuard } from './form-guard.js';
import { MailedToken, mailedToken } from './mailed-token.js';

/** Where the link of the warning leads that the address of an account was changed. Opening it changes nothing. */
@Controller('interaction/undo-email')
@ApiExcludeController()
export class UndoEmailController {
  constructor(
    private readonly addresses: AddressesRepository,
    private readonly passwords: NewPasswords,
    private readonly forms: FormGuard,
    private readonly view: AddressView,
  ) {}

  @Get()
  async show(
    @MailedToken() token: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = token === undefined ? undefined : await this.addresses.findUndo(token);
    if (token === undefined || address === undefined) this.view.undoOver(reply);
    else this.view.undo({ token, address }, request, reply);
  }

  @Post()
  async undo(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'token');
    this.forms.check(request, form.optional('csrf'));
    const token = mailedToken(form.required('token'));
    const address = token === undefined ? undefined : await this.addresses.findUndo(token);
    if (token === undefined || address === undefined) {
      this.view.undoOver(reply);
      return;
    }
    try {
      const isUndone = await this.addresses.undo(token, await this.passwords.unknown(), request.origin);
      if (isUndone) this.view.undone(address, reply);
      else this.view.undoOver(reply);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      this.view.taken(reply);
    }
  }
}
