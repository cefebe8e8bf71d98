import { Controller, Get, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings.js';
import { ApiExcludeController } from '../http/open-api.js';
import { prefersType } from '../http/preferred-type.js';
import { seeOther } from '../http/see-other.js';
import { Looks } from '../pages/looks.js';
import { ServerPage } from '../pages/server.page.js';
import { ownPath } from '../protocol/own-address.js';
import { sendPage } from './page-headers.js';

const METADATA = '/.well-known/openid-configuration';

/** The root of the server: people are led to the console, programs to the metadata, password managers to the password. */
@Controller()
@ApiExcludeController()
export class RootController {
  constructor(
    private readonly looks: Looks,
    private readonly settings: Settings,
  ) {}

  @Get()
  root(@Headers('accept') accept = '', @Res() reply: FastifyReply): void {
    const { issuer, console: hasConsole } = this.settings;
    void reply.header('vary', 'accept');
    if (!prefersType(accept, 'text/html', 'application/json')) seeOther(reply, issuer, METADATA);
    else if (hasConsole) seeOther(reply, issuer, '/console');
    else {
      const [documentation, metadata] = [ownPath(issuer, '/docs'), ownPath(issuer, METADATA)];
      sendPage(reply, ServerPage({ look: this.looks.own(), documentation, metadata }));
    }
  }

  /** Where a person changes their password. @see https://www.w3.org/TR/change-password-url/ */
  @Get('.well-known/change-password')
  changePassword(@Res() reply: FastifyReply): void {
    const { issuer, console: hasConsole } = this.settings;
    seeOther(reply, issuer, hasConsole ? '/console/account/security' : '/interaction/forgotten');
  }
}
