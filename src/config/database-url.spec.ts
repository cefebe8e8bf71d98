import { describe, expect, it } from '@jest/globals';
import { DatabaseUrlFault, describeDatabase, parseDatabaseUrl } from './database-url.js';

const hostsOf = (url: string) => parseDatabaseUrl(url).hosts.map(({ host, port }) => `${host} ${String(port)}`);

describe('a connection URI', () => {
  it('names user, password, host, port and database', () => {
    expect(parseDatabaseUrl('postgres://us%40er:p%3A%2Fw:d@db.example.com:6432/my%20db')).toMatchObject({
      hosts: [{ host: 'db.example.com', port: 6432 }],
      user: 'us@er',
      password: 'p:/w:d',
      database: 'my db',
    });
  });

  it('reads a password that holds an @', () => {
    expect(parseDatabaseUrl('postgresql://u:p@ss@h/d')).toMatchObject({ password: 'p@ss', hosts: [{ host: 'h' }] });
  });

  it.each([
    ['postgresql:///d', ['/var/run/postgresql 5432']],
    ['postgresql:///d?host=/run/postgresql', ['/run/postgresql 5432']],
    ['postgresql://u@%2Frun%2Fpostgresql/d', ['/run/postgresql 5432']],
    ['postgresql://u@/d?host=%2Frun&port=5433', ['/run 5433']],
    ['postgresql://a:1,b:2,c/d', ['a 1', 'b 2', 'c 5432']],
    ['postgresql:///d?host=a,b&port=1,2', ['a 1', 'b 2']],
    ['postgresql:///d?host=a,b&port=7', ['a 7', 'b 7']],
    ['postgresql://[2001:db8::1]:6000,[::1]/d', ['2001:db8::1 6000', '::1 5432']],
  ])('%s is found at %j', (url, expected) => {
    expect(hostsOf(url)).toEqual(expected);
  });

  it.each([
    ['', 'allow'],
    ['?sslmode=require', 'require'],
    ['?sslmode=require&sslrootcert=/ca.pem', 'verify-ca'],
    ['?sslmode=verify-full', 'verify-full'],
    ['?sslrootcert=system', 'verify-full'],
  ])('h/d%s means sslmode %s', (query, mode) => {
    expect(parseDatabaseUrl(`postgresql://h/d${query}`).sslMode).toBe(mode);
  });

  it('wants a server that takes writes only where it says so', () => {
    const wants = (value: string) => parseDatabaseUrl(`postgresql://a,b/d?target_session_attrs=${value}`).readWrite;
    expect(['any', 'read-write', 'primary'].map(wants)).toEqual([false, true, true]);
  });

  it.each([
    ['mysql://h/d', 'postgresql:// or postgres://'],
    ['postgresql://h:port/d', 'a port "port"'],
    ['postgresql://h:70000/d', 'a port "70000"'],
    ['postgresql:///d?host=a,b,c&port=1,2', 'number of ports'],
    ['postgresql://h/d?sslmode=on', 'none of disable, allow'],
    ['postgresql://h/d?sslmode=verify-ca', 'needs the file of the authority'],
    ['postgresql://h/d?sslcert=/client.pem', 'sslcert and sslkey, which go together'],
    ['postgresql://h/d?sslkey=/client.key', 'sslcert and sslkey, which go together'],
    ['postgresql://h/d?target_session_attrs=standby', 'none of any, read-write'],
    ['postgresql://h/d?sslmode', 'without a value'],
    ['postgresql://u:100%@h/d', 'write %25'],
    ['postgresql://u:p#w@h/d', 'write %2F, %3F or %23'],
    ['postgresql://u:p/w@h/d', 'write %2F, %3F or %23'],
    ['postgresql://u:p?w@h/d', 'write %2F, %3F or %23'],
  ])('%s is refused: %s', (url, fault) => {
    expect(() => parseDatabaseUrl(url)).toThrow(DatabaseUrlFault);
    expect(() => parseDatabaseUrl(url)).toThrow(fault);
  });

  it('names the schema of its tables as Prisma does', () => {
    expect(parseDatabaseUrl('postgresql://h/d?schema=my%20own').schema).toBe('my own');
  });

  it('is described without how to get in', () => {
    expect(describeDatabase(parseDatabaseUrl('postgresql://u:secret@a,b:2/d'))).toBe('a:5432,b:2/d');
  });
});
