import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadSettings, Settings } from '../../src/config/settings.js';
import { MailTransport } from '../../src/outgoing/mail/mail-transport.js';
import { UndeliveredMail } from '../../src/outgoing/mail/undelivered-mail.js';
import { MailServer } from '../support/mail-server.js';

let mail: MailServer;
beforeEach(async () => (mail = await MailServer.start()));
afterEach(() => mail.stop());

async function sent({ to = 'a@mail.test', issuer = 'https://id.example.com', query = '', auth = '' } = {}) {
  const url = mail.url.replace('//', `//${auth}`);
  const settings = loadSettings({ ISSUER: issuer, SMTP_URL: `${url}/${query}` });
  const transport = new MailTransport(Settings.complete(settings, { databaseUrl: '', secretKey: '' }));
  const letter = { to, userId: null, subject: 's', text: 't', html: 'h' };
  try {
    await transport.send('id', letter);
    return undefined;
  } catch (error) {
    if (!(error instanceof UndeliveredMail)) throw error;
    return { message: error.message, isPermanent: error.isPermanent };
  } finally {
    transport.close();
  }
}

describe('to a mail server a node introduces itself', () => {
  it.each([
    ['https://id.example.com', '', 'id.example.com'],
    ['https://192.0.2.7', '', '[192.0.2.7]'],
    ['https://[2001:db8::7]', '', '[IPv6:2001:db8::7]'],
    ['https://id.example.com', '?name=out.example.com', 'out.example.com'],
  ])('with ISSUER=%s and SMTP_URL=…%s as %s', async (issuer, query, name) => {
    expect(await sent({ issuer, query })).toBeUndefined();
    expect(mail.greetings.map((greeting) => greeting.toLowerCase())).toEqual([name.toLowerCase()]);
  });
});

describe('a refusal that is about this server', () => {
  // each as Postfix, Exim, Google's relay or Exchange words it
  it.each([
    ['recipient', 504, '5.5.2 <[127.0.0.1]>: Helo command rejected: need fully-qualified hostname'],
    ['recipient', 554, '5.7.1 <host[192.0.2.1]>: Relay access denied'],
    ['recipient', 550, '5.1.8 <no-reply@id.test>: Sender address rejected: Domain not found'],
    ['recipient', 550, 'Access denied - Invalid HELO name (See RFC2821 4.1.1.1)'],
    ['recipient', 550, 'relay not permitted'],
    ['sender', 530, '5.7.0 Authentication Required'],
    ['sender', 553, 'sorry, your envelope sender is in my badmailfrom list'],
    ['data', 550, '5.7.60 SMTP; Client does not have permissions to send as this sender'],
    ['data', 554, '5.7.1 Service unavailable; Client host [192.0.2.1] blocked'],
  ] as const)('has the mail tried again (%s: %d %s)', async (at, code, text) => {
    mail.refusal = { at, code, text };
    expect(await sent()).toMatchObject({ isPermanent: false });
  });

  it.each([
    ['recipient', 550, '5.1.1 <a@mail.test>: User unknown in relay recipient table'],
    ['recipient', 552, '5.2.2 Mailbox full'],
    ['recipient', 550, 'no such user'],
    ['data', 552, '5.3.4 Message too big'],
  ] as const)('is told from one about the recipient or the mail (%s: %d %s)', async (at, code, text) => {
    mail.refusal = { at, code, text };
    expect(await sent()).toMatchObject({ isPermanent: true });
  });
});

// Who reads the log or the audit trail would learn whose mail it was, set that person's password with a link that a
// filter quotes, or read the mail server's password.
describe('what a mail server answers', () => {
  const secret = 'Zq3'.repeat(15).slice(0, 43);

  it('is told in one bounded line, without the recipient, links and secrets', async () => {
    const text =
      `5.1.1 <Told@Mail.test> told told%40mail.test told=mail.test@relay.test 123456 ${secret}\n` +
      `http://127.0.0.1/x?token=${secret} no mailbox here\u0007\u2028 ${'long '.repeat(200)}`;
    mail.refusal = { at: 'recipient', code: 550, text };
    const { message } = (await sent({ to: 'told@mail.test' }))!;
    expect(message).toMatch(/^was answered 550 5\.1\.1 .* no mailbox here/);
    expect(message).not.toMatch(/told|Zq3|123456|token|relay|550-|[\p{C}\p{Zl}]/u);
    expect(message.length).toBeLessThan(300);
  });

  it('is told without the credentials of SMTP_URL that it quotes, as they are and as they were sent', async () => {
    const sentAs = Buffer.from('\0mailer\0short').toString('base64');
    mail.refusal = { at: 'sender', code: 500, text: `5.5.1 unknown: AUTH PLAIN ${sentAs} (short, mailer)` };
    const { message } = (await sent({ auth: 'mailer:short@' }))!;
    expect(message).toContain('500 5.5.1 unknown');
    expect(message).not.toMatch(new RegExp(`${sentAs}|short|mailer`));
  });
});
