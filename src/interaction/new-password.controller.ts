import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequiredPasswordService } from '../admin/users/required-password.service.js';
import { NewPasswords } from '../auth/password/new-passwords.js';
import { AccountLinks } from '../auth/recovery/account-links.js';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { RefusalNotes } from '../http/refusal-notes.js';
import { statusOf } from '../http/status.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { FormGuard } from './form-guard.js';
import { MailedToken, mailedToken } from './mailed-token.js';
import { RecoveryView } from './recovery.view.js';
import { refuseMistyped } from './repeated-password.js';

/** What is drawn again of a form that was refused. */
interface SentForm {
  problem: string | undefined;
  /** Whether the box is ticked that keeps the rest. */
  keeps: boolean;
}

const NOT_SENT: SentForm = { problem: undefined, keeps: false };

/** Where the links of mails lead that set a password. Opening one spends nothing: mail scanners open links, too. */
@Controller('interaction/new-password')
@ApiExcludeController()
export class NewPasswordController {
  constructor(
    private readonly links: AccountLinks,
    private readonly passwords: NewPasswords,
    private readonly required: RequiredPasswordService,
    private readonly forms: FormGuard,
    private readonly view: RecoveryView,
    private readonly notes: RefusalNotes,
  ) {}

  @Get()
  async show(
    @MailedToken() token: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.draw(token, NOT_SENT, request, reply);
  }

  @Post()
  async set(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'token', 'username', 'new_password', 'repeated', 'keep');
    this.forms.check(request, form.optional('csrf'));
    const token = mailedToken(form.required('token'));
    const account = await this.found(token);
    if (token === undefined || account === undefined) {
      this.view.sayLinkIsOver(reply);
      return;
    }
    const keeps = form.optional('keep') === 'on';
    try {
      const password = form.required('new_password');
      refuseMistyped(password, form.optional('repeated'));
      const passwordHash = await this.passwords.chosen('new_password', password, account);
      const { passwordChangeRequired } = account;
      if (passwordChangeRequired) await this.required.refuseSame(account, password);
      const keepsRest = account.purpose === 'reset' && keeps;
      const chosen = { passwordHash, passwordChangeRequired, keepsRest };
      if (await this.links.setPassword(token, chosen, request.origin)) {
        await this.view.set(account, account.purpose === 'reset' && !keepsRest, reply);
      } else this.view.sayLinkIsOver(reply);
    } catch (error) {
      if (!(error instanceof InvalidRequest)) throw error;
      this.notes.note(error, statusOf(error.reason), request);
      const problem = `The password ${error.fields[0]?.message ?? error.description}`;
      await this.draw(token, { problem, keeps }, request, reply.status(400));
    }
  }

  private async draw(
    token: string | undefined,
    sent: SentForm,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const account = await this.found(token);
    if (token === undefined || account === undefined) {
      this.view.sayLinkIsOver(reply);
      return;
    }
    const { email, purpose, clientId } = account;
    await this.view.newPassword({ token, email, purpose, clientId, ...sent }, request, reply);
  }

  private found(token: string | undefined): ReturnType<AccountLinks['find']> {
    return token === undefined ? Promise.resolve(undefined) : this.links.find(token);
  }
}
