import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import type { Account } from '../oauth/stores/accounts.js';
import { AddressLinkPage } from '../pages/address-link.page.js';
import { Looks } from '../pages/looks.js';
import { MessagePage } from '../pages/message.page.js';
import { ownPath } from '../protocol/own-address.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';

/** The pages of the links that prove an address, or take a change of it back. */
@Injectable()
export class AddressView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly settings: Settings,
  ) {}

  verify(
    { token, address, account }: { token: string; address: string; account: Account },
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const page = AddressLinkPage({
      ...this.formOf('/interaction/verify-email', token, request, reply),
      ...{ title: 'Confirm your address', address, button: 'Confirm this address' },
      text:
        address === account.email
          ? 'is the address of the account that you are signed in to. Confirm that it is yours.'
          : `takes the place of ${account.email} as the address of your account once you confirm it. You sign in with it from then on.`,
    });
    sendPage(reply, page);
  }

  verified(reply: FastifyReply): void {
    this.message(reply.status(200), 'Your address is confirmed', 'You can close this page.');
  }

  /** Says the same for every link: who opens it has proved nothing here. */
  signInFirst(token: string | undefined, reply: FastifyReply): void {
    const hasConsole = this.settings.console;
    const where = hasConsole ? 'Sign in' : 'Sign in to one of your applications in this browser';
    const text = `The link counts for a person who is signed in to that account in this browser. ${where} and open it again, or type the code of the mail where you asked for it.`;
    const way = { label: 'Sign in', href: this.at(`/console/confirm-address?token=${token ?? ''}`) };
    this.message(reply.status(200), 'Sign in to confirm your address', text, hasConsole ? way : undefined);
  }

  notTheirs({ email }: Account, reply: FastifyReply): void {
    const text = `It was used, is too old, or is about another account than ${email}, to which you are signed in here. Ask for another mail in your account.`;
    const way = { label: 'Sign out', href: this.at('/interaction/sign-out') };
    this.message(reply.status(410), 'This link does not work here', text, way);
  }

  undo({ token, address }: { token: string; address: string }, request: FastifyRequest, reply: FastifyReply): void {
    const page = AddressLinkPage({
      ...this.formOf('/interaction/undo-email', token, request, reply),
      ...{ title: 'Take the change of address back', address, button: 'Take the change back' },
      text: 'becomes the address of the account again. All its sign-ins, sessions and API keys end, and so does what applications were allowed; its password counts no more, and a link to set another one is mailed to this address.',
    });
    sendPage(reply, page);
  }

  undone(address: string, reply: FastifyReply): void {
    const text = `Everything that was signed in has ended. A link to set another password is on its way to ${address}.`;
    this.message(reply.status(200), 'Your address is back', text);
  }

  undoOver(reply: FastifyReply): void {
    const text =
      'A change of address can be taken back once, for seven days, by the link in the mail that told of it. After that an administrator can help.';
    this.message(reply.status(410), 'This link does not work any more', text);
  }

  taken(reply: FastifyReply): void {
    const text = 'Another account has this address now. An administrator can help.';
    this.message(reply.status(409), 'This address cannot be used', text);
  }

  private message(reply: FastifyReply, title: string, text: string, way?: { label: string; href: string }): void {
    sendPage(reply, MessagePage({ look: this.looks.own(), title, text, way }));
  }

  private formOf(path: string, token: string, request: FastifyRequest, reply: FastifyReply) {
    return { look: this.looks.own(), action: this.at(path), csrf: this.forms.tokenFor(request, reply), token };
  }

  private at(path: string): string {
    return ownPath(this.settings.issuer, path);
  }
}
