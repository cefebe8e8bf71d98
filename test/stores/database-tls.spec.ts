import { chmodSync, copyFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connections } from '../../src/persistence/database/connections.js';
import { PgBouncer } from '../support/pgbouncer.js';
import { TlsPostgres, type Way } from '../support/tls-postgres.js';
import { requireTools } from '../support/tools.js';

const NO_AUTHORITY = 'no authority that is trusted has issued its certificate; name the authority as sslrootcert';

(requireTools('TLS to PostgreSQL', ['openssl']) ? describe : describe.skip)('TLS to PostgreSQL', () => {
  const postgres = new TlsPostgres();
  beforeAll(() => postgres.start());
  afterAll(() => postgres.stop());

  const file = (name: string) => postgres.file(name);
  const outcome = (way: Way) => postgres.outcome(way);
  const certified = (name: string) => ({ sslcert: file(name), sslkey: file(`${name}.key`) });
  /** The line that an operator reads. */
  const refused = (reason: string, host = new URL(postgres.url).hostname) => {
    const { port, pathname } = new URL(postgres.url);
    return `the database ${host}:${port}${pathname} cannot be used: ${reason}; check DATABASE_URL`;
  };

  it.each([
    ['disable', 'plain'],
    ['allow', 'plain'],
    ['prefer', 'encrypted'],
    ['require', 'encrypted'],
  ])('sslmode=%s without an authority is %s, at a server that offers it', async (sslmode, expected) => {
    expect(await outcome({ parameters: { sslmode } })).toBe(expected);
  });

  it('is what a server gets that insists on it, unless it is off', async () => {
    expect(await outcome({ user: 'only_tls' })).toBe('encrypted');
    expect(await outcome({ user: 'only_tls', parameters: { sslmode: 'allow' } })).toBe('encrypted');
    expect(await outcome({ user: 'only_tls', parameters: { sslmode: 'disable' } })).toMatch(
      /cannot be used: it lets the user in with TLS only, or not at all \(pg_hba.conf rejects [^\n]*\); set sslmode=require, /,
    );
  });

  (requireTools('a pooler with TLS', ['pgbouncer']) ? it : it.skip)(
    'is what a pooler gets that insists on it',
    async () => {
      copyFileSync(file('server.key'), file('pooler.key'));
      chmodSync(file('pooler.key'), 0o644);
      const tls = {
        client_tls_sslmode: 'require',
        server_tls_sslmode: 'require',
        client_tls_cert_file: file('server'),
        client_tls_key_file: file('pooler.key'),
      };
      const pooler = await PgBouncer.to(postgres.urlOf({ user: 'only_tls' }), tls);
      try {
        expect(await outcome({ server: pooler.url })).toBe('encrypted');
        expect(await outcome({ server: pooler.url, parameters: { sslmode: 'disable' } })).toMatch(
          /cannot be used: it lets the user in with TLS only, or not at all \(SSL required\); set sslmode=require, /,
        );
      } finally {
        await pooler.stop();
      }
    },
  );

  it('is left out with prefer and refused with require, at a server without it', async () => {
    const server = process.env.TEST_POSTGRES_URL;
    expect(await outcome({ server, parameters: { sslmode: 'prefer' } })).toBe('plain');
    expect(await outcome({ server, parameters: { sslmode: 'require' } })).toMatch(
      /^the database \S+ cannot be used: it speaks no TLS; set ssl = on there, or sslmode=prefer here; check DATABASE_URL$/,
    );
  });

  it('is left out with prefer where the rules of the server refuse it, or no version is agreed upon', async () => {
    expect(await outcome({ user: 'only_plain', parameters: { sslmode: 'prefer' } })).toBe('plain');
    expect(await outcome({ user: 'only_plain', parameters: { sslmode: 'require' } })).toMatch(
      /it refused the user: pg_hba.conf rejects [^\n]*, SSL encryption; check DATABASE_URL$/,
    );
    expect(await outcome({ user: 'shut_out', parameters: { sslmode: 'prefer' } })).toMatch(
      /it refused the user: pg_hba.conf rejects [^\n]*, SSL encryption; check DATABASE_URL$/,
    );
    await postgres.set('ssl_min_protocol_version', 'TLSv1');
    await postgres.set('ssl_max_protocol_version', 'TLSv1.1');
    expect(await outcome({ parameters: { sslmode: 'prefer' } })).toBe('plain');
    expect(await outcome({ parameters: { sslmode: 'require' } })).toMatch(/it speaks no version of TLS that this/);
    await postgres.set('ssl_max_protocol_version', '');
    await postgres.set('ssl_min_protocol_version', 'TLSv1.2');
  });

  it('is no way in where a server without it refuses the user: the first refusal is told, and TLS is tried no more', async () => {
    await postgres.set('ssl', 'off');
    const connections = new Connections(postgres.urlOf({ user: 'shut_out' }), { max: 1 });
    for (const _ of [1, 2])
      await expect(connections.connect()).rejects.toThrow(/rejects connection .*, no encryption$/);
    await connections.end();
    await postgres.set('ssl', 'on');
    expect(await outcome({ user: 'shut_out' })).toMatch(
      /it refused the user: pg_hba.conf rejects .*; check DATABASE_URL$/,
    );
  });

  it('with verify-ca trusts the named authority, whichever host its certificate is for', async () => {
    const parameters = { sslmode: 'verify-ca', sslrootcert: file('authority') };
    expect(await outcome({ parameters })).toBe('encrypted');
    expect(await outcome({ parameters: { ...parameters, sslrootcert: file('another') } })).toBe(refused(NO_AUTHORITY));
    // as libpq: an authority that is named is asked
    expect(await outcome({ parameters: { sslmode: 'require', sslrootcert: file('another') } })).toBe(
      refused(NO_AUTHORITY),
    );
  });

  it('with verify-full wants the name of the host as well', async () => {
    const parameters = { sslmode: 'verify-full', sslrootcert: file('authority') };
    expect(await outcome({ host: 'localhost', parameters })).toBe('encrypted');
    expect(await outcome({ host: '127.0.0.1', parameters })).toBe(
      refused(
        'its certificate is for another host (DNS:localhost); name the host so, or set sslmode=verify-ca',
        '127.0.0.1',
      ),
    );
    expect(await outcome({ host: 'localhost', parameters: { sslmode: 'verify-full' } })).toBe(
      refused(NO_AUTHORITY, 'localhost'),
    );
  });

  it('brings the certificate of a client, which alone lets it in', async () => {
    const parameters = { sslmode: 'verify-full', sslrootcert: file('authority'), ...certified('client') };
    const place = { host: 'localhost', user: 'by_certificate', parameters };
    expect(await outcome(place)).toBe('encrypted');
    expect(await postgres.ask(place, 'SELECT current_user')).toEqual([{ current_user: 'by_certificate' }]);
    const locked = { ...parameters, sslkey: file('locked.key'), sslpassword: 'secret' };
    expect(await outcome({ ...place, parameters: locked })).toBe('encrypted');
  });

  it.each([
    ['none', 'by_certificate', {}, /it wants a certificate of this client; name one as sslcert and its key as sslkey/],
    [
      'none beside a password',
      'with_both',
      {},
      /it wants a certificate of this client; name one as sslcert and its key/,
    ],
    [
      'that of another user',
      'by_certificate',
      { sslcert: 'another_user', sslkey: 'another_user.key' },
      /the certificate in sslcert is not for this user; name one whose common name is the user/,
    ],
    [
      'that of another authority', // whose refusal is lost where the connection is closed before it is read
      'by_certificate',
      { sslcert: 'foreign', sslkey: 'foreign.key' },
      /it does not trust the authority of the certificate in sslcert|it closed the connection; its log says why/,
    ],
    [
      'the key of another',
      'by_certificate',
      { sslcert: 'client', sslkey: 'another_user.key' },
      /the key in sslkey is not that of the certificate in sslcert/,
    ],
    [
      'a key that is locked',
      'by_certificate',
      { sslcert: 'client', sslkey: 'locked.key' },
      /the key in sslkey is encrypted, and sslpassword does not open it; set sslpassword/,
    ],
    [
      'a key that is not there',
      'by_certificate',
      { sslcert: 'client', sslkey: 'nowhere' },
      /the file \S+nowhere cannot be read \(ENOENT\)/,
    ],
  ])('names what is wrong with the certificate of a client: %s', async (_case, user, files, reason) => {
    const named = Object.entries(files).map(([name, value]) => [name, file(value)] as const);
    const line = await outcome({ user, parameters: { sslmode: 'require', ...Object.fromEntries(named) } });
    expect(line).toMatch(reason);
    expect(line).toMatch(/^the database \S+ cannot be used: [^\n]*; check DATABASE_URL$/);
  });

  it.each([
    ['sslrootcert', {}, 'certificate'],
    ['sslcert', { sslkey: 'client.key' }, 'certificate'],
    ['sslkey', { sslcert: 'client' }, 'private key'],
  ])('refuses a file of %s that is no PEM', async (name, others, kind) => {
    const named = Object.entries({ ...others, [name]: 'hba' }).map(([key, value]) => [key, file(value)] as const);
    expect(await outcome({ parameters: { sslmode: 'require', ...Object.fromEntries(named) } })).toBe(
      `DATABASE_URL names the file ${file('hba')} as ${name}, which holds no ${kind} in PEM; name one that does`,
    );
  });
});
