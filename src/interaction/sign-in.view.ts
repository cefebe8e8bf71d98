import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import type { Application } from '../oauth/stores/applications.js';
import { Looks } from '../pages/looks.js';
import { SignInPage } from '../pages/sign-in.page.js';
import { ownPath } from '../protocol/own-address.js';
import { aboutApplication } from './about-application.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';
import { PasskeyOffers } from './passkey-offers.js';
import { DEVICE } from './waiting-requests.js';

interface SignInForm {
  application: Application;
  /** Where the answer goes; undefined: a device waits for it. */
  redirectUri: string | undefined;
  ticket: string;
  username: string;
  problem: string | undefined;
}

/** The sign-in page, of an application's request and of a device. */
@Injectable()
export class SignInView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly offers: PasskeyOffers,
    private readonly settings: Settings,
  ) {}

  async draw(
    { application, redirectUri, ...form }: SignInForm,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { ticket } = form;
    const isDevice = redirectUri === undefined;
    const look = await this.looks.ofApplication(application);
    const csrf = this.forms.tokenFor(request, reply);
    const page = isDevice ? DEVICE : '/interaction/sign-in';
    const html = SignInPage({
      ...form,
      look,
      csrf,
      about: aboutApplication(application, redirectUri),
      applicationName: application.name,
      action: this.at(isDevice ? '/device/sign-in' : page),
      forgotten: this.at(`/interaction/forgotten?ticket=${ticket}`),
      passkey: await this.offers.on({ ticket, csrf, action: '/interaction/passkey', page }),
    });
    sendPage(reply, html, redirectUri);
  }

  private at(path: string): string {
    return ownPath(this.settings.issuer, path);
  }
}
