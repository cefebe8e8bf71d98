import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Accounts } from '../../oauth/stores/accounts.js';
import { type Letter, LetterWriter, type Mail, type WaitingMail } from '../../outgoing/mail/mail.js';
import {
  emailChangedMail,
  factorChangedMail,
  invitationMail,
  newSignInMail,
  passwordChangedMail,
  resetMail,
  testMail,
  verifyMail,
} from '../../pages/mail/contents.js';
import { type MailContent, mailHtml, mailText } from '../../pages/mail/mail.js';
import { ownAddress } from '../../protocol/own-address.js';
import { AccountLinks, type CountedMail, MailCounters } from './account-links.js';
import { MailLooks } from './mail-looks.js';

interface Written {
  to: string;
  userId: string | null;
  content: MailContent;
}

/** Finds the account of a mail, makes its link good, and writes it. Every link begins with the issuer: no header of a request is asked. */
@Injectable()
export class Letters extends LetterWriter {
  constructor(
    private readonly links: AccountLinks,
    private readonly accounts: Accounts,
    private readonly counters: MailCounters,
    private readonly looks: MailLooks,
    private readonly settings: Settings,
  ) {
    super();
  }

  async write(waiting: WaitingMail): Promise<Letter | undefined> {
    const { mail } = waiting;
    // before its code ends that of the last mail: one that is not sent ends none
    if (mail.kind === 'verify' && !(await this.admits(mail.to, waiting))) return undefined;
    const written = await this.written(waiting);
    if (written === undefined) return undefined;
    const { to, userId, content } = written;
    if (mail.kind !== 'verify' && !(await this.admits(to, waiting))) return undefined;
    const look = await this.looks.of(mail);
    return { to, userId, subject: content.subject, text: mailText(content, look), html: mailHtml(content, look) };
  }

  /** Each mail is counted once. */
  private async admits(to: string, { mail, attempts }: WaitingMail): Promise<boolean> {
    const counted = countedAs(mail);
    return attempts > 1 || counted === undefined || this.counters.admits(to, counted);
  }

  private async written({ mail, createdAt }: WaitingMail): Promise<Written | undefined> {
    const { host } = new URL(this.settings.issuer);
    switch (mail.kind) {
      case 'reset': {
        const { login, secret, clientId = null } = mail;
        const account = await this.links.issue({ purpose: 'reset', secret, of: { login }, clientId });
        return account && this.toAccount(account, resetMail(this.linkTo(secret), host));
      }
      case 'invitation': {
        const { userId, secret, clientId = null } = mail;
        const account = await this.links.issue({ purpose: 'invitation', secret, of: { userId }, clientId });
        return account && this.toAccount(account, invitationMail(this.linkTo(secret), host));
      }
      case 'password-changed': {
        const account = await this.accounts.byId(mail.userId);
        return account && this.toAccount(account, passwordChangedMail(host));
      }
      case 'verify': {
        const { userId, to: address, secret, code } = mail;
        if (!(await this.links.issueProof({ userId, address, secret, code, askedAt: createdAt }))) return undefined;
        return { to: address, userId, content: verifyMail(this.linkTo(secret, 'verify-email'), code, host) };
      }
      case 'email-changed': {
        const { to, userId, secret } = mail;
        const undo = secret === undefined ? undefined : this.linkTo(secret, 'undo-email');
        return { to, userId, content: emailChangedMail(undo, host) };
      }
      case 'new-sign-in': {
        const account = await this.accounts.byId(mail.userId);
        return account && this.toAccount(account, newSignInMail(mail, host));
      }
      case 'factor-changed': {
        const account = await this.accounts.byId(mail.userId);
        return account && this.toAccount(account, factorChangedMail(mail.change, host));
      }
      case 'test':
        return { to: mail.to, userId: null, content: testMail(host) };
    }
  }

  private toAccount({ id, email }: { id: string; email: string }, content: MailContent): Written {
    return { to: email, userId: id, content };
  }

  private linkTo(secret: string, page = 'new-password'): string {
    return ownAddress(this.settings.issuer, `/interaction/${page}?token=${secret}`);
  }
}

/**
 * The bound of a mail. A warning that the address has changed has none, nor has the reset after an undo: others' mails
 * must not use up the one way back, and each takes a proof in the mailbox to cause.
 */
function countedAs(mail: Mail): CountedMail | undefined {
  switch (mail.kind) {
    case 'email-changed':
      return undefined;
    case 'reset':
      return mail.afterUndo === true ? undefined : 'asked';
    case 'new-sign-in':
      return 'noticed';
    case 'password-changed':
    case 'factor-changed':
      return 'told';
    default:
      return 'asked';
  }
}
