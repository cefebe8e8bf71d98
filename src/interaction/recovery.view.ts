import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import type { PasswordPurpose } from '../auth/recovery/account-links.js';
import type { Application } from '../oauth/stores/applications.js';
import { ForgottenPage } from '../pages/forgotten.page.js';
import type { Look } from '../pages/layout.js';
import { LinkOverPage } from '../pages/link-over.page.js';
import { LinkSentPage } from '../pages/link-sent.page.js';
import { Looks } from '../pages/looks.js';
import { NewPasswordPage } from '../pages/new-password.page.js';
import { PasswordSetPage } from '../pages/password-set.page.js';
import { ownPath } from '../protocol/own-address.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';

/** From where a person asks for a new password: on the way to an application, or not. */
interface Asking {
  client: Application | undefined;
  ticket: string | undefined;
}

interface NewPasswordForm {
  token: string;
  email: string;
  purpose: PasswordPurpose;
  problem: string | undefined;
}

/** The pages of the ways back in. */
@Injectable()
export class RecoveryView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly settings: Settings,
  ) {}

  async forgotten({ client, ticket }: Asking, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const look = await this.lookOf(client);
    const [csrf, action] = [this.forms.tokenFor(request, reply), this.at('/interaction/forgotten')];
    sendPage(reply, ForgottenPage({ look, action, csrf, ticket: ticket ?? '', back: this.wayBack(ticket) }));
  }

  async sent({ client, ticket }: Asking, reply: FastifyReply): Promise<void> {
    sendPage(reply.status(200), LinkSentPage({ look: await this.lookOf(client), back: this.wayBack(ticket) }));
  }

  newPassword({ purpose, token, ...form }: NewPasswordForm, request: FastifyRequest, reply: FastifyReply): void {
    const [csrf, action] = [this.forms.tokenFor(request, reply), this.at('/interaction/new-password')];
    const handle = { name: 'token', value: token } as const;
    sendPage(reply, NewPasswordPage({ ...form, look: this.looks.own(), action, csrf, handle, reason: purpose }));
  }

  set(ended: boolean, reply: FastifyReply): void {
    sendPage(reply.status(200), PasswordSetPage({ look: this.looks.own(), signIn: this.console(), ended }));
  }

  over(reply: FastifyReply): void {
    const again = this.at('/interaction/forgotten');
    sendPage(reply.status(410), LinkOverPage({ look: this.looks.own(), again }));
  }

  private async lookOf(client: Application | undefined): Promise<Look> {
    return client === undefined ? this.looks.own() : this.looks.ofApplication(client);
  }

  private wayBack(ticket: string | undefined): string | undefined {
    return ticket === undefined || ticket === '' ? this.console() : this.at(`/interaction/sign-in?ticket=${ticket}`);
  }

  /** Where people sign in to this server itself; undefined where the console is off. */
  private console(): string | undefined {
    return this.settings.console ? this.at('/') : undefined;
  }

  private at(path: string): string {
    return ownPath(this.settings.issuer, path);
  }
}
