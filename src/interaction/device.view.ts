import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { ResourceIndicators } from '../oauth/grants/resource-indicators.js';
import type { Application } from '../oauth/stores/applications.js';
import { showUserCode, readUserCode } from '../oauth/tokens/device-code.js';
import { DeviceConsentPage } from '../pages/device-consent.page.js';
import { DevicePage } from '../pages/device.page.js';
import { Looks } from '../pages/looks.js';
import { MessagePage } from '../pages/message.page.js';
import { ownPath } from '../protocol/own-address.js';
import { aboutApplication } from './about-application.js';
import type { DecidingPage } from './deciding-pages.js';
import type { AskedDevice } from './device-decision.js';
import { FormGuard } from './form-guard.js';
import { FormRefusals } from './form-refusals.js';
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
    private readonly refusals: FormRefusals,
    private readonly settings: Settings,
  ) {}

  enterCode(userCode: string, problem: string | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const csrf = this.forms.tokenFor(request, reply);
    sendPage(reply, DevicePage({ look: this.looks.own(), action: this.at('/device'), csrf, userCode, problem }));
  }

  /** Shows a form again with its error; server errors are rethrown. */
  again(error: unknown, request: FastifyRequest, reply: FastifyReply, draw: (problem: string) => void): void {
    draw(this.refusals.noted(error, undefined, request, reply).description);
  }

  async decided(decision: 'allow' | 'deny', application: Application, reply: FastifyReply): Promise<void> {
    sendPage(reply, MessagePage({ look: await this.looks.ofApplication(application), ...DONE[decision] }));
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
