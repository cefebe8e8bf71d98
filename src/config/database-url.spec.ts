import { describe, expect, it } from '@jest/globals';
import { DatabaseUrlFault } from './database-url-fault.js';
import { describeDatabase, parseDatabaseUrl } from './database-url.js';

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
    ['?ssl=true', 'require'],
    ['?ssl=1', 'require'],
    ['?ssl=true&sslrootcert=/ca.pem', 'verify-ca'],
    ['?ssl=true&sslrootcert=system', 'verify-full'],
    ['?ssl=true&sslmode=verify-full', 'verify-full'],
    ['?ssl=false', 'disable'],
    ['?ssl=0', 'disable'],
    ['?sslsni=1&sslcompression=0&sslnegotiation=postgres&ssl_min_protocol_version=TLSv1.2', 'allow'],
  ])('h/d%s means sslmode %s', (query, mode) => {
    expect(parseDatabaseUrl(`postgresql://h/d${query}`).sslMode).toBe(mode);
  });

  it('may say more that is not about TLS', () => {
    const url = 'postgresql://h/d?channel_binding=require&connect_timeout=5&pgbouncer=true&ssl=true';
    expect(parseDatabaseUrl(url).sslMode).toBe('require');
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
    // what passes over in silence what someone wrote about TLS sends passwords and rows in the clear
    ['postgresql://h/d?ssl=no-verify', 'ssl=no-verify, which is none of true, 1, false, 0; write sslmode=require'],
    ['postgresql://h/d?ssl=true&sslmode=prefer', 'ssl=true beside sslmode=prefer, which contradict each other'],
    ['postgresql://h/d?ssl=false&sslmode=require', 'ssl=false beside sslmode=require, which contradict each other'],
    ['postgresql://h/d?ssl=false&sslrootcert=/ca.pem', 'ssl=false beside sslrootcert'],
    ['postgresql://h/d?sslMode=require', 'a parameter "sslMode", which is not known here; write sslmode=require'],
    ['postgresql://h/d?sslaccept=strict', 'a parameter "sslaccept", which is not known here; write sslmode=require'],
    ['postgresql://h/d?ssl_min_protocol_version=TLSv1.3', '"ssl_min_protocol_version", which is not known here'],
    ['postgresql://h/d?sslcrl=/crl.pem', 'a parameter "sslcrl"'],
    ['postgresql://h/d?useSSL=true', 'a parameter "useSSL"'],
    ['postgresql://h/d?tls=true', 'a parameter "tls"'],
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
