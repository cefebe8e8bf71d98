import { Injectable } from '@nestjs/common';
import { type Application, Applications } from '../../oauth/stores/applications.js';
import type { Mail } from '../../outgoing/mail/mail.js';
import type { Look } from '../../pages/layout.js';
import { Looks } from '../../pages/looks.js';
import type { MailLook } from '../../pages/mail/mail.js';

/**
 * How a mail looks: as the page on which it was caused, if an administrator vouches for its application. Anyone can have
 * a mail sent to an address that they know, and a mail cannot say, as pages do, that no administrator has looked at the application.
 */
@Injectable()
export class MailLooks {
  constructor(
    private readonly applications: Applications,
    private readonly looks: Looks,
  ) {}

  async of({ clientId }: Mail): Promise<MailLook> {
    const look = await this.lookOf(clientId ?? null);
    return { ...look, color: look.slug === null ? undefined : await this.looks.colorOf(look.slug) };
  }

  /** Of the pages behind the links of such a mail. @param clientId null: it was caused elsewhere */
  async lookOf(clientId: string | null): Promise<Look> {
    const application = clientId === null ? undefined : await this.applications.byClientId(clientId);
    if (application === undefined || !isVouchedFor(application)) return this.looks.own();
    return this.looks.ofApplication(application);
  }
}

function isVouchedFor({ describedBy, fromDocument }: Application): boolean {
  return describedBy === 'administrator' && fromDocument !== true;
}
