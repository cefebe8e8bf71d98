import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { eventually } from './eventually.js';

export interface ReceivedMail {
  to: string;
  /** Headers and body as they came. */
  raw: string;
  /** The plain text, decoded. */
  text: string;
  subject: string;
  messageId: string;
}

type Step = 'sender' | 'recipient' | 'data';

/** A mail server on 127.0.0.1 that keeps what it is sent. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** As what clients introduced themselves (EHLO). */
  readonly greetings: string[] = [];
  /** What it answers, in place of taking a mail. */
  refusal: { at: Step; code: number; text?: string } | undefined;
  /** Told of each mail before it is answered. */
  beforeAnswer: (() => Promise<void>) | undefined;

  private constructor(
    private readonly server: SMTPServer,
    readonly url: string,
  ) {}

  static async start(port = 0): Promise<MailServer> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onMailFrom: (_address, session, done) => {
        mail.greetings.push(session.hostNameAppearsAs);
        done(mail.faultAt('sender'));
      },
      onRcptTo: (_address, _session, done) => {
        done(mail.faultAt('recipient'));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const fault = mail.faultAt('data');
          if (fault !== undefined) {
            done(fault);
            return;
          }
          mail.received.push(mailOf(session.envelope.rcptTo[0]?.address ?? '', Buffer.concat(chunks).toString()));
          void (mail.beforeAnswer?.() ?? Promise.resolve()).then(() => {
            done();
          });
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const address = server.server.address() as AddressInfo;
    const mail: MailServer = new MailServer(server, `smtp://127.0.0.1:${String(address.port)}`);
    return mail;
  }

  /** The next mail to that address, and with that subject, that a caller has not had yet. */
  async next(to: string, subject?: string): Promise<ReceivedMail> {
    let found: ReceivedMail | undefined;
    await eventually(
      () => this.received.find((mail) => mail.to === to && (subject ?? mail.subject) === mail.subject),
      (mail) => {
        if (mail === undefined) throw new Error(`no mail to ${to}: ${JSON.stringify(this.received.map((m) => m.to))}`);
        found = mail;
      },
    );
    if (found === undefined) throw new Error('no mail');
    this.received.splice(this.received.indexOf(found), 1);
    return found;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  private faultAt(at: Step): Error | undefined {
    if (this.refusal?.at !== at) return undefined;
    const { code, text } = this.refusal;
    return Object.assign(new Error(text ?? 'refused by the test'), { responseCode: code });
  }
}

/** The address of the link in a mail. */
export function linkIn({ text }: ReceivedMail): string {
  const link = /https?:\/\/\S+/.exec(text)?.[0];
  if (link === undefined) throw new Error(`no link in:\n${text}`);
  return link;
}

function mailOf(to: string, raw: string): ReceivedMail {
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(raw)?.[1]?.trim() ?? '';
  return { to, raw, text: textOf(raw), subject: header('Subject'), messageId: header('Message-ID') };
}

/** The part of type text/plain. */
function textOf(raw: string): string {
  const part =
    raw.split(/\r?\n--[^\r\n]+\r?\n/).find((candidate) => /content-type: text\/plain/i.test(candidate)) ?? '';
  const start = part.search(/\r?\n\r?\n/);
  const head = part.slice(0, start);
  const body = part.slice(start).trim();
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString();
  if (!/quoted-printable/i.test(head)) return body;
  return body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
