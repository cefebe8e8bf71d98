import { describe, expect, it } from '@jest/globals';
import { loadSettings } from './config/settings.js';
import { explainFailure } from './explain-failure.js';
import { TemporarilyUnavailable } from './protocol/refusal.js';

const SECRET_KEY = 'kq3Jx0m8aVtW5uZr2cYd7gPf9hLb1nSe4oQi6TyUvXw=';
const EMBEDDED = loadSettings({ DATA_DIR: '/srv/latchkey' });
const NAMED = loadSettings({ DATABASE_URL: 'postgresql://u:hunter2@db.example:5433/latchkey', SECRET_KEY });

const coded = (code: string, more = {}) => Object.assign(new Error(`${code} happened`), { code, ...more });
/** As Prisma wraps what the database answers, and as the store wraps that. */
const wrapped = (originalCode: string) =>
  new TemporarilyUnavailable(
    'the database cannot be used',
    Object.assign(new Error('Invalid `prisma.user.count()` invocation\n\nDriverAdapterError'), {
      code: 'P2010',
      meta: { driverAdapterError: { cause: { originalCode } } },
    }),
  );

describe('a start that the database made fail', () => {
  it.each([
    ['a reading of the feed that took too long', new Error('Query read timeout'), 'did not answer in time'],
    ['no free connection', new Error('timeout exceeded when trying to connect'), 'did not answer in time'],
    ['connections exhausted', coded('53300'), 'has no connection left; raise max_connections'],
    ['an unknown host', coded('ENOTFOUND', { syscall: 'getaddrinfo', hostname: 'db.example' }), 'host name is unknown'],
    ['a name server that is away', coded('EAI_AGAIN', { syscall: 'getaddrinfo' }), 'could not be looked up'],
    ['nothing that listens, on any address', new AggregateError([coded('ECONNREFUSED')]), 'nothing listens there'],
    ['a socket that is not there', coded('ENOENT', { syscall: 'connect', path: '/run/.s.PGSQL.1' }), 'no socket'],
    ['a certificate that is not there', coded('ENOENT', { syscall: 'open', path: '/ca.pem' }), 'the file /ca.pem'],
    [
      'a wrong password',
      coded('28P01'),
      'refused the user name or password',
      'restore postgresql.password from your backup',
    ],
    ['no such database', coded('3D000'), 'the database does not exist', 'restore it from your backup'],
    ['what it says when it lets no connection in', coded('55000', { severity: 'FATAL' }), '55000 happened'],
    ['a search_path without a schema', coded('3F000', { severity: 'ERROR' }), 'search_path names no schema'],
    ['a statement that was ended', coded('57014'), 'ended a statement that took too long'],
    ['a restart of the database', coded('57P01'), 'is shutting down'],
    ['a lost table', coded('42P01'), 'a table of Latchkey is gone; set its search_path back, or restore it'],
    ['missing rights, behind Prisma', wrapped('42501'), 'the user may not do this there; GRANT'],
    ['a full disk, behind Prisma', wrapped('53100'), 'there is no room left on its disk'],
    ['a refusal with a lost connection', new TemporarilyUnavailable('x', coded('ECONNRESET')), 'closed the connection'],
  ])('says in one line: %s', (_name: string, error: Error, reason: string, mend = 'start again') => {
    for (const [given, start, end] of [
      [NAMED, 'the database db.example:5433/latchkey cannot be used: ', '; check DATABASE_URL'],
      [EMBEDDED, 'the embedded PostgreSQL in /srv/latchkey cannot be used: ', `; ${mend}, or set DATABASE_URL`],
    ] as const) {
      const line = explainFailure(error, given);
      expect(line.startsWith(start) && line.endsWith(end)).toBe(true);
      expect(line).toContain(reason);
      expect(line).not.toMatch(/[\r\n]|hunter2/);
    }
  });

  it('keeps the stack of a fault of the program', () => {
    expect(explainFailure(new TypeError('x is not a function'), NAMED)).toMatch(/^TypeError: .*\n +at /);
  });
});
