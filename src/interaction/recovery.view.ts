import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { MailLooks } from '../auth/recovery/mail-looks.js';
import type { PasswordPurpose } from '../auth/recovery/account-links.js';
import { ForgottenPage } from '../pages/forgotten.page.js';
import type { Look } from '../pages/layout.js';
import { LinkOverPage } from '../pages/link-over.page.js';
import { LinkSentPage } from '../pages/link-sent.page.js';
import { Looks } from '../pages/looks.js';
import { NewPasswordPage } from '../pages/new-password.page.js';
import { PasswordSetPage } from '../pages/password-set.page.js';
import { ownPath } from '../protocol/own-address.js';
import type { AwaitingApplication } from './awaiting-applications.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';
import { DEVICE } from './waiting-requests.js';

/** A person who asks for a new password on the way to an application. */
export interface AskingOnTheWay extends AwaitingApplication {
  ticket: string;
}

interface NewPasswordForm {
  token: string;
  email: string;
  purpose: PasswordPurpose;
  /** The application on whose pages its mail was asked for. */
  clientId: string | null;
  /** Whether the box is ticked that keeps the rest. */
  keeps: boolean;
  problem: string | undefined;
}

/** The pages of the ways back in. */
@Injectable()
export class RecoveryView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly mailLooks: MailLooks,
    private readonly settings: Settings,
  ) {}

  async forgotten(asking: AskingOnTheWay | undefined, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const [look, ticket] = [await this.lookOf(asking), asking?.ticket ?? ''];
    const [csrf, action] = [this.forms.tokenFor(request, reply), this.at('/interaction/forgotten')];
    sendPage(reply, ForgottenPage({ look, action, csrf, ticket, back: this.wayBack(asking) }));
  }

  async sent(asking: AskingOnTheWay | undefined, reply: FastifyReply): Promise<void> {
    sendPage(reply.status(200), LinkSentPage({ look: await this.lookOf(asking), back: this.wayBack(asking) }));
  }

  async newPassword(
    { purpose, token, clientId, ...form }: NewPasswordForm,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const look = await this.mailLooks.lookOf(clientId);
    const [csrf, action] = [this.forms.tokenFor(request, reply), this.at('/interaction/new-password')];
    const handle = { name: 'token', value: token } as const;
    sendPage(reply, NewPasswordPage({ ...form, look, action, csrf, handle, reason: purpose }));
  }

  async set({ clientId }: { clientId: string | null }, ended: boolean, reply: FastifyReply): Promise<void> {
    const look = await this.mailLooks.lookOf(clientId);
    sendPage(reply.status(200), PasswordSetPage({ look, signIn: this.console(), ended }));
  }

  sayLinkIsOver(reply: FastifyReply): void {
    const again = this.at('/interaction/forgotten');
    sendPage(reply.status(410), LinkOverPage({ look: this.looks.own(), again }));
  }

  private async lookOf(asking: AskingOnTheWay | undefined): Promise<Look> {
    return asking === undefined ? this.looks.own() : this.looks.ofApplication(asking.application);
  }

  private wayBack(asking: AskingOnTheWay | undefined): string | undefined {
    if (asking === undefined) return this.console();
    return this.at(`${asking.redirectUri === undefined ? DEVICE : '/interaction/sign-in'}?ticket=${asking.ticket}`);
  }

  /** Where people sign in to this server itself; undefined where the console is off. */
  private console(): string | undefined {
    return this.settings.console ? this.at('/') : undefined;
  }

  private at(path: string): string {
    return ownPath(this.settings.issuer, path);
  }
}
