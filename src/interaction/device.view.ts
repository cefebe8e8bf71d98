import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { RefusalNotes } from '../http/refusal-notes.js';
import { statusOf } from '../http/status.js';
import { ResourceIndicators } from '../oauth/grants/resource-indicators.js';
import { showUserCode, readUserCode } from '../oauth/tokens/device-code.js';
import { DeviceConsentPage } from '../pages/device-consent.page.js';
import { DevicePage } from '../pages/device.page.js';
import { Looks } from '../pages/looks.js';
import { MessagePage } from '../pages/message.page.js';
import { SignInPage } from '../pages/sign-in.page.js';
import { ownPath } from '../protocol/own-address.js';
import { Refusal } from '../protocol/refusal.js';
import { aboutApplication } from './about-application.js';
import type { DecidingPage } from './deciding-pages.js';
import type { AskedDevice, AskingDevice } from './device-decision.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';
import { shownApis } from './shown-apis.js';

const DONE = {
  allow: { title: 'Device connected', text: 'You can go back to your device; it goes on by itself.' },
  deny: { title: 'Device refused', text: 'The device gets nothing. You can close this page.' },
};

/** The pages of the device flow. */
@Injectable()
export class DeviceView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly resources: ResourceIndicators,
    private readonly notes: RefusalNotes,
    private readonly settings: Settings,
  ) {}

  enterCode(userCode: string, problem: string | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const csrf = this.forms.tokenFor(request, reply);
    sendPage(reply, DevicePage({ look: this.looks.own(), action: this.at('/device'), csrf, userCode, problem }));
  }

  async signIn(
    { application }: AskingDevice,
    form: { ticket: string; username: string; problem: string | undefined },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { ticket, username, problem } = form;
    const look = await this.looks.ofApplication(application);
    const csrf = this.forms.tokenFor(request, reply);
    const action = this.at('/device/sign-in');
    const about = aboutApplication(application);
    sendPage(
      reply,
      SignInPage({
        forgotten: this.at('/interaction/forgotten'),
        look,
        applicationName: application.name,
        about,
        action,
        csrf,
        ticket,
        username,
        problem,
      }),
    );
  }

  /** Shows a form again with its error; server errors are rethrown. */
  again(error: unknown, request: FastifyRequest, reply: FastifyReply, draw: (problem: string) => void): void {
    if (!(error instanceof Refusal) || statusOf(error.reason) >= 500) throw error;
    this.notes.note(error, statusOf(error.reason), request);
    if (error.retryAfter !== undefined) void reply.header('retry-after', String(error.retryAfter));
    void reply.status(statusOf(error.reason));
    draw(error.description);
  }

  decided(decision: 'allow' | 'deny', reply: FastifyReply): void {
    sendPage(reply, MessagePage({ look: this.looks.own(), ...DONE[decision] }));
  }

  async asking({ application, device, signedIn, scopes }: AskedDevice, typed: string): Promise<DecidingPage> {
    const { account } = signedIn;
    const look = await this.looks.ofApplication(application);
    return {
      draw: (form) =>
        DeviceConsentPage({
          ...form,
          look,
          applicationName: application.name,
          about: aboutApplication(application),
          accountName: account.name ?? account.username ?? account.email,
          scopes,
          apis: shownApis(this.resources.apisOf(device.resources)),
          userCode: showUserCode(readUserCode(typed) ?? ''),
          address: device.address ?? 'an unknown address',
          askedAt: device.createdAt,
          action: this.at('/device/decision'),
        }),
      standsFor: { device: device.id, client: application.clientId, account: account.id },
    };
  }

  private at(path: string): string {
    return ownPath(this.settings.issuer, path);
  }
}
