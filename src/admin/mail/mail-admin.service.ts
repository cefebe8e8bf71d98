import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../access/caller.js';
import { MailTransport } from '../../outgoing/mail/mail-transport.js';
import { MailAdminRepository } from './mail-admin.repository.js';

/** What administrators see of mail. */
@Injectable()
export class MailAdminService {
  constructor(
    private readonly mails: MailAdminRepository,
    private readonly transport: MailTransport,
  ) {}

  async read() {
    return { set_up: this.transport.isSetUp, waiting: await this.mails.waiting() };
  }

  /** To the caller's own address alone, so that no other mailbox can be flooded. */
  async sendTest(caller: Caller) {
    await this.mails.sendTest(accountOf(caller).email, doneBy(caller));
    return this.read();
  }
}
