import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SettingError } from './setting-error.js';
import { newSecretKeyIn } from './new-secret-key.js';
import { Settings, isSetting, loadSettings } from './settings.js';

const KEY = 'kq3Jx0m8aVtW5uZr2cYd7gPf9hLb1nSe4oQi6TyUvXw=';

function faultOf(env: Record<string, string>): string {
  try {
    loadSettings(env);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return (error as SettingError).message;
  }
  throw new Error('no fault was found');
}

describe('settings', () => {
  it('start from nothing', () => {
    expect(loadSettings({})).toMatchObject({
      port: 3000,
      host: 'localhost',
      issuer: 'http://localhost:3000',
      databaseUrl: undefined,
      secretKey: undefined,
      adminEmail: 'admin@localhost',
      trustProxy: [],
      workers: 1,
      accessTokenTtl: 3600,
      refreshTokenTtl: 604_800,
      passwordGrant: true,
      apiKeyInQuery: true,
      attemptsPerAccountAndNetwork: 10,
      attemptsPerAccountAndNetworkWindow: 900,
      signingAlg: 'ES256',
      metricsPort: undefined,
    });
  });

  it('treat an empty value as unset', () => {
    expect(loadSettings({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: undefined });
  });

  it('have no port of what Kubernetes says of a Service', () => {
    const links = { PORT: 'tcp://10.0.0.8:80', METRICS_PORT: 'tcp://10.0.0.9:9464' };
    expect(loadSettings(links)).toMatchObject({ port: 3000, metricsPort: undefined });
    expect(loadSettings({ METRICS_PORT: 'udp://[fd00::9]:9464' }).metricsPort).toBeUndefined();
    expect(() => loadSettings({ METRICS_PORT: 'http://10.0.0.9:9464' })).toThrow('METRICS_PORT');
  });

  it('take a secret from a file', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-secrets-'));
    const file = path.join(folder, 'key');
    writeFileSync(file, `${KEY}\n`);
    expect(loadSettings({ SECRET_KEY_FILE: file })).toMatchObject({ secretKey: KEY });
    expect(loadSettings({ SECRET_KEY: `${KEY}=`, SECRET_KEY_FILE: file })).toMatchObject({ secretKey: `${KEY}=` });
    writeFileSync(file, '\n');
    const example = ' Example: SECRET_KEY_FILE=/run/secrets/secret_key';
    expect(faultOf({ SECRET_KEY_FILE: file })).toBe(`SECRET_KEY_FILE is ${file}, which is empty.${example}`);
    rmSync(folder, { recursive: true });
    expect(faultOf({ SECRET_KEY_FILE: file })).toBe(
      `SECRET_KEY_FILE is ${file}, which cannot be read (ENOENT).${example}`,
    );
    expect(isSetting('SECRET_KEY_FILE')).toBe(true);
    expect(isSetting('PORT_FILE')).toBe(false);
  });

  it.each([
    ['DATA_DIR', '"/var/lib/latchkey"'],
    ['ADMIN_EMAIL', "'you@example.com'"],
    ['MAIL_FROM', '"Example <a@example.com>"'],
  ])('are not in quotation marks: %s', (name, value) => {
    expect(faultOf({ [name]: value })).toContain(`${name} is ${value}, with quotation marks`);
  });

  it.each([
    ['SECRET_KEY', `"${KEY}"`],
    ['ADMIN_PASSWORD', "'correct horse'"],
    ['DATABASE_URL', '"postgresql://u:hunter2@localhost/db"'],
    ['SMTP_URL', '"smtp://u:hunter2@mail.example.com"'],
  ])('are not in quotation marks, and a secret is not repeated: %s', (name, value) => {
    const message = faultOf({ [name]: value });
    expect(message).toContain(`${name} is in quotation marks, which docker run --env-file does not take off`);
    expect(message).not.toContain(value.slice(1, -1));
  });

  it('are not in quotation marks: NEW_SECRET_KEY', () => {
    expect(() => newSecretKeyIn({ NEW_SECRET_KEY: `"${KEY}"` }, false)).toThrow('NEW_SECRET_KEY is in quotation marks');
  });

  it('are taken from a file as they stand there, in quotation marks too', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-secrets-'));
    const file = path.join(folder, 'key');
    writeFileSync(file, `"${KEY}"`);
    expect(loadSettings({ SECRET_KEY_FILE: file }).secretKey).toBe(`"${KEY}"`);
    rmSync(folder, { recursive: true });
  });

  it('derive the issuer from the port', () => {
    expect(loadSettings({ PORT: '4000' }).issuer).toBe('http://localhost:4000');
  });

  it('resolve auto to numbers', () => {
    const { workers, passwordHashConcurrency } = loadSettings({ WORKERS: 'auto' });
    expect(workers).toBeGreaterThanOrEqual(1);
    expect(passwordHashConcurrency).toBeGreaterThanOrEqual(1);
  });

  it('read the proxies as networks', () => {
    const { trustProxy } = loadSettings({ TRUST_PROXY: '10.0.0.0/8, 2001:db8::1 ::ffff:192.0.2.1' });
    expect(trustProxy.map(String)).toEqual(['10.0.0.0/8', '2001:db8::1/128', '192.0.2.1/32']);
  });

  it('are complete with what the embedded database brings', () => {
    const given = loadSettings({});
    const settings = Settings.complete(given, { databaseUrl: 'postgresql://here/db', secretKey: KEY });
    expect(settings).toBeInstanceOf(Settings);
    expect(settings.databaseUrl).toBe('postgresql://here/db');
    expect(settings.port).toBe(3000);
    expect(Object.isFrozen(settings)).toBe(true);
  });
});

describe('a wrong setting', () => {
  it.each([
    ['PORT', '99999', 'must be a whole number from 0 to 65535'],
    ['PORT', '3000abc', 'must be a whole number'],
    ['ACCESS_TOKEN_TTL', '59', 'from 60 to 86400'],
    ['WORKERS', 'many', 'or auto'],
    ['REDIRECT_SCHEMES', 'cursor,javascript', 'lists javascript, which has a meaning of its own'],
    ['REDIRECT_SCHEMES', 'cursor://', 'lists cursor://, which is no scheme'],
    ['ISSUER', 'auth.example.com', 'must be an absolute https URL'],
    ['ISSUER', 'http://auth.example.com', 'plain http is for localhost only'],
    ['ISSUER', 'https://auth.example.com/', 'must not end with a slash'],
    ['ISSUER', 'https://auth.example.com?x=1', 'query or fragment'],
    ['ISSUER', 'https://auth.example.com#', 'query or fragment'],
    ['ISSUER', 'https://me:pw@auth.example.com', 'user name or password'],
    ['ISSUER', 'https://AUTH.example.com', 'must be spelled https://auth.example.com'],
    ['ISSUER', 'ftp://auth.example.com', 'must be an https URL'],
    ['DATABASE_URL', 'mysql://root@db/x', 'begins with postgresql:// or postgres://'],
    ['TRUST_PROXY', '10.0.0.1/8', 'did you mean 10.0.0.0/8?'],
    ['TRUST_PROXY', '::ffff:10.0.0.0/8', 'wider than /96'],
    ['TRUST_PROXY', 'proxy.example.com', 'not an IP address'],
    ['LOG_LEVEL', 'loud', 'must be one of fatal, error'],
    ['PASSWORD_GRANT', 'yes', 'must be on or off'],
    ['ADMIN_EMAIL', 'no-address', 'must be an e-mail address'],
    ['SIGNING_ALG', 'none', 'must be one of ES256, RS256, EdDSA'],
  ])('%s=%s is named in one line with an example', (name, value, fault) => {
    const message = faultOf({ [name]: value });
    expect(message).toMatch(new RegExp(`^${name} `));
    expect(message).toContain(fault);
    expect(message).toContain(`Example: ${name}=`);
    expect(message).not.toContain('\n');
  });

  it.each([
    ['smtp://mail.example.com:465', 'smtps://'],
    ['smtps://mail.example.com:587', 'smtp://'],
    ['smtps://mail.example.com:25', 'smtp://'],
  ])('SMTP_URL=%s is named with the scheme of its port', (value, scheme) => {
    expect(faultOf({ SMTP_URL: value })).toContain(`must begin with ${scheme} for port`);
  });

  it.each(['smtps://user:50%off%2Fx@mail.example.com', 'smtps://us%er%40x:word@mail.example.com'])(
    'SMTP_URL=%s, whose escapes would be sent as they stand, is named with the mend',
    (value) => {
      const message = faultOf({ SMTP_URL: value });
      expect(message).toContain('write %25 for it');
      expect(message).not.toContain('off');
    },
  );

  it.each([
    'smtp://mail.example.com',
    'smtp://mail.example.com:25',
    'smtp://mail.example.com:587',
    'smtp://mail.example.com:2525',
    'smtps://mail.example.com',
    'smtps://mail.example.com:465',
    'smtps://mail.example.com:2465',
    // without an escape beside it the mailer takes a % as it stands
    'smtps://user:50%off@mail.example.com',
    'smtps://user%25:50%25%2Foff@mail.example.com',
  ])('SMTP_URL=%s is none', (value) => {
    expect(loadSettings({ SMTP_URL: value }).smtpUrl).toBe(value);
  });

  it('that is a secret is not repeated', () => {
    expect(faultOf({ SECRET_KEY: 'short-and-secret' })).not.toContain('short-and-secret');
    expect(faultOf({ DATABASE_URL: 'db://user:hunter2@host' })).not.toContain('hunter2');
  });

  it.each(['0123456789abcdef0123456789abcdef', 'a'.repeat(64), 'tooshort'])('SECRET_KEY refuses %s', (value) => {
    expect(faultOf({ SECRET_KEY: value })).toContain('at least 32 random bytes');
  });

  it('is a missing SECRET_KEY beside DATABASE_URL', () => {
    const env = { DATABASE_URL: 'postgresql://u:p@localhost/db' };
    expect(faultOf(env)).toContain('SECRET_KEY must be set when DATABASE_URL is');
    expect(loadSettings({ ...env, SECRET_KEY: KEY }).secretKey).toBe(KEY);
  });
});
