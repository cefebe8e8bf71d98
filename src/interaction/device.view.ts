import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '../oauth/authorize/next-step.js';
import { ScopeCatalogue } from '../oauth/stores/scope-catalogue.js';
import { showUserCode, readUserCode } from '../oauth/tokens/device-code.js';
import { DeviceConsentPage } from '../pages/device-consent.page.js';
import { DevicePage } from '../pages/device.page.js';
import { Looks } from '../pages/looks.js';
import { SignInPage } from '../pages/sign-in.page.js';
import type { AskingDevice } from './device-decision.js';
import { aboutApplication } from './about-application.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';

/** The pages on the way of a device to its tokens. */
@Injectable()
export class DeviceView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  enterCode(userCode: string, problem: string | undefined, request: FastifyRequest, reply: FastifyReply): void {
    sendPage(reply, DevicePage({ action: '/device', csrf: this.forms.tokenFor(request, reply), userCode, problem }));
  }

  async signIn(
    { application }: AskingDevice,
    form: { userCode: string; username: string; problem: string | undefined },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { userCode: ticket, username, problem } = form;
    const look = await this.looks.ofApplication(application.id);
    const csrf = this.forms.tokenFor(request, reply);
    const action = '/device/sign-in';
    const about = aboutApplication(application);
    sendPage(
      reply,
      SignInPage({ look, applicationName: application.name, about, action, csrf, ticket, username, problem }),
    );
  }

  async decide(
    { application, device }: AskingDevice,
    { account }: SignedIn,
    typed: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const catalogue = await this.catalogue.all();
    const page = DeviceConsentPage({
      look: await this.looks.ofApplication(application.id),
      applicationName: application.name,
      publishedAt: application.fromDocument === true ? new URL(application.clientId).host : undefined,
      accountName: account.name ?? account.username ?? account.email,
      scopes: device.scopes.map((name) => catalogue.get(name)).filter((scope) => scope !== undefined),
      userCode: showUserCode(readUserCode(typed) ?? ''),
      address: device.address ?? 'an unknown address',
      askedAt: device.createdAt,
      action: '/device/decision',
      csrf: this.forms.tokenFor(request, reply),
    });
    sendPage(reply, page);
  }
}
