import { chmod, mkdir, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import path from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Settings } from '../../config/settings.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import type { Letter } from './mail.js';
import { asUndelivered, UndeliveredMail } from './undelivered-mail.js';

/** Milliseconds. A mail server that is slower is tried again later. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

/** Sends mails through `SMTP_URL`; without one they become files that only the server's account may read. */
@Injectable()
export class MailTransport {
  private readonly logger = new Logger(MailTransport.name);
  private readonly smtp: Transporter | undefined;
  private readonly folder: string;
  private readonly from: string;
  private readonly host: string;
  private readonly credentials: readonly string[];

  constructor({ smtpUrl, mailFrom, issuer, dataDir }: Settings) {
    this.host = new URL(issuer).hostname;
    const domain = domainOf(this.host);
    this.from = mailFrom ?? `Latchkey <no-reply@${domain}>`;
    this.folder = path.join(dataDir, 'mail');
    // a name without a dot is refused as often as none: the machine's is as good
    const name = /[.:]/.test(domain) ? domain : undefined;
    this.smtp = smtpUrl === undefined ? undefined : createTransport({ url: smtpUrl, ...TIMEOUTS, name });
    this.credentials = smtpUrl === undefined ? [] : credentialsOf(smtpUrl);
  }

  get isSetUp(): boolean {
    return this.smtp !== undefined;
  }

  /** @throws UndeliveredMail */
  async send(id: string, { to, subject, text, html }: Letter): Promise<void> {
    const messageId = `<${id}@${this.host}>`;
    if (this.smtp === undefined) {
      await this.writeFile(
        id,
        `To: ${to}\nFrom: ${this.from}\nSubject: ${subject}\nMessage-ID: ${messageId}\n\n${text}`,
      );
      return;
    }
    const headers = { 'auto-submitted': 'auto-generated' };
    try {
      await this.smtp.sendMail({ from: this.from, to, subject, text, html, messageId, headers });
    } catch (error) {
      throw asUndelivered(error, { recipient: to, credentials: this.credentials });
    }
  }

  close(): void {
    this.smtp?.close();
  }

  /** Removes files of more than a day ago. */
  async sweep(now: Date): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      const file = path.join(this.folder, name);
      const written = await stat(file).catch(() => undefined);
      if (written !== undefined && now.getTime() - written.mtimeMs > MILLISECONDS.day)
        await unlink(file).catch(() => undefined);
    }
  }

  private async writeFile(id: string, content: string): Promise<void> {
    const file = path.join(this.folder, `${id}.txt`);
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await chmod(this.folder, 0o700);
      await writeFile(`${file}.part`, content, { mode: 0o600 });
      await rename(`${file}.part`, file);
    } catch (error) {
      throw new UndeliveredMail(`could not be written to ${this.folder}: ${(error as Error).message}`, false);
    }
    this.logger.log(`SMTP_URL is not set: a mail lies in ${file}`);
  }
}

/** The host as mail names it: an address as a literal (RFC 5321 section 4.1.3). */
function domainOf(host: string): string {
  if (host.startsWith('[')) return `[IPv6:${host.slice(1)}`;
  return isIP(host) === 4 ? `[${host}]` : host;
}

/** The credentials of the mail server, as they are and as they travel. */
function credentialsOf(smtpUrl: string): string[] {
  const { username, password } = new URL(smtpUrl);
  const [user, word] = [decoded(username), decoded(password)];
  const travelling = [user, word, `\0${user}\0${word}`].map((text) => Buffer.from(text).toString('base64'));
  return [password, word, ...travelling, user];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
