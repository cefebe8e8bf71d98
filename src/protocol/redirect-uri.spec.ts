import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { growth, LINEAR } from '../../test/support/cost.js';
import { KNOWN_SCHEMES, listedSchemeFault } from './redirect-schemes.js';
import { isHttpsOfApplication, matchesRedirectUri, redirectUriFault } from './redirect-uri.js';

const GOOD = [
  'https://app.example.com',
  'https://app.example.com/',
  'https://app.example.com/callback',
  'https://app.example.com:8443/callback?tenant=7',
  'https://port.example.com:443/callback',
  'https://[2001:db8::1]:443',
  'https://app.example.com/a;v=1/~user/b%20c',
  'https://[2001:db8::1]/callback',
  'http://127.0.0.1/callback',
  'http://127.0.0.1:51004/callback',
  'http://[::1]:51004/callback',
  'http://localhost:3000/callback',
  'com.example.app:/callback',
  'com.example.app://oauth/callback',
  'cursor://anysphere.cursor-mcp/oauth/callback',
  'audiobookshelf://oauth',
  'kitchenowl:/signin/redirect',
  'onepassword://sso/oidc/redirect',
  'jamfconnect://127.0.0.1/jamfconnect',
  'claude://oauth/callback',
  'https://vscode.dev/redirect',
];

describe('a redirect URI to register', () => {
  it.each(GOOD)('may be %s', (uri) => {
    expect(redirectUriFault(uri, KNOWN_SCHEMES)).toBeUndefined();
  });

  it.each([
    ['', 'characters'],
    ['/callback', 'absolute'],
    ['//app.example.com/callback', 'absolute'],
    ['http://app.example.com/callback', 'must be https'],
    ['http://127.0.0.1.example.com/callback', 'must be https'],
    ['http://localhost.example.com/callback', 'must be https'],
    ['http://127.0.0.1@example.com/callback', 'must be https'],
    ['http://localhost:0/callback', 'must be https'],
    ['http://127.1/callback', 'must be https'],
    ['http://127.0.0.999/callback', 'browser'],
    ['https:/app.example.com/callback', 'must begin with https://'],
    ['https:app.example.com/callback', 'must begin with https://'],
    ['https:///app.example.com/callback', 'must be spelled https://app.example.com/callback'],
    ['HTTPS://app.example.com/callback', 'private-use scheme'],
    ['https://APP.example.com/callback', 'must be spelled https://app.example.com/callback'],
    ['https://app.example.com:0443/callback', 'must be spelled https://app.example.com/callback'],
    ['https://APP.example.com:443/callback', 'must be spelled https://app.example.com/callback'],
    ['https://good.example.com:443@evil.example/callback', 'user name'],
    ['https://good.example.com@evil.example/callback', 'user name'],
    ['https://@evil.example/callback', 'user name'],
    ['com.example.app://user@host/callback', 'user name'],
    ['https://app.example.com/a/../b', '..'],
    ['https://app.example.com/a/%2e%2E/b', '..'],
    ['https://app.example.com/a/..%2fb', '..'],
    ['https://app.example.com/a/..%5cb', '..'],
    ['com.example.app:/a/../b', '..'],
    ['https://app.example.com/callback#', 'fragment'],
    ['https://app.example.com/callback#there', 'fragment'],
    ['https://*.example.com/callback', 'wildcards'],
    ['https://app.example.com/*', 'wildcards'],
    ['https://app.example.com/%zz', 'percent-encoding'],
    ['https://app.example.com/a b', 'characters'],
    ['https://app.example.com\\@evil.example/', 'characters'],
    ['https://app.exämple.com/', 'characters'],
    ['https://0x7f.1/callback', 'must be spelled https://127.0.0.1/callback'],
    ['https://', 'browser'],
    ['javascript:alert(1)', 'private-use scheme'],
    ['JaVaScRiPt:alert(1)', 'private-use scheme'],
    ['java\nscript:alert(1)', 'characters'],
    [' javascript:alert(1)', 'characters'],
    ['data:text/html,hello', 'private-use scheme'],
    ['file:///etc/passwd', 'private-use scheme'],
    ['blob:https://app.example.com/1', 'private-use scheme'],
    ['myapp:/callback', 'with a dot'],
    ['Cursor://anysphere.cursor-mcp/oauth/callback', 'in lower case'],
    ['cursor-dev://anysphere.cursor-mcp/oauth/callback', 'with a dot'],
    ['cursor://user@host/callback', 'user name'],
    ['cursor://host/../callback', '..'],
    ['ftp://app.example.com/', 'private-use scheme'],
    [`https://app.example.com/${'a'.repeat(2048)}`, 'longer than 2048'],
  ])('may not be %j', (uri, fault) => {
    expect(redirectUriFault(uri, KNOWN_SCHEMES)).toContain(fault);
  });

  it('is never a script or document in any spelling', () => {
    const scheme = fc
      .constantFrom('javascript', 'data', 'file', 'blob', 'vbscript', 'about', 'view-source')
      .chain((word) => fc.tuple(...Array.from(word, (letter) => fc.constantFrom(letter, letter.toUpperCase()))))
      .map((letters) => letters.join(''));
    const noise = fc.constantFrom('', ' ', '\t', '\n', '\0', '\u00a0', '%0a', '&#9;');
    fc.assert(
      fc.property(scheme, noise, noise, fc.nat(6), fc.string(), (word, before, within, at, rest) => {
        const uri = `${before}${word.slice(0, at)}${within}${word.slice(at)}:${rest}`;
        expect(redirectUriFault(uri, KNOWN_SCHEMES)).toBeDefined();
      }),
    );
  });

  it('leads a browser to the given address, with any contents', () => {
    const text = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.tuple(fc.constantFrom(...GOOD), fc.string()).map((parts) => parts.join('')),
      fc.string(),
    );
    const listed = KNOWN_SCHEMES.map((scheme) => `${scheme}:`);
    fc.assert(
      fc.property(text, (uri) => {
        if (redirectUriFault(uri, KNOWN_SCHEMES) !== undefined) return;
        const url = new URL(uri);
        const spelled = uri.replace(`https://${url.host}:443`, `https://${url.host}`);
        expect([spelled, `${spelled}/`]).toContain(url.href);
        expect([url.username, url.password, url.hash]).toEqual(['', '', '']);
        if (url.protocol === 'http:') expect(url.hostname).toMatch(/^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/);
        else if (!listed.includes(url.protocol)) expect(url.protocol).toMatch(/^https:$|\./);
      }),
      { numRuns: 2000 },
    );
  });

  it('is judged at a cost that grows with its length and no faster, however hostile', async () => {
    for (const hostile of [
      (length: number) => 'https://' + 'a.'.repeat(length / 2),
      (length: number) => 'a'.repeat(length),
      (length: number) => 'com' + '.a'.repeat(length / 2) + ':/',
    ]) {
      const judge = (length: number) => {
        const uri = hostile(length);
        redirectUriFault(uri, KNOWN_SCHEMES);
        matchesRedirectUri([uri], `http://127.0.0.1:1/${uri}`);
      };
      expect(await growth(50_000, judge)).toBeLessThan(LINEAR);
    }
  });
});

describe('a redirect URI of a request', () => {
  it('matches exactly the registered one', () => {
    expect(matchesRedirectUri(GOOD, 'https://app.example.com/callback')).toBe(true);
    expect(matchesRedirectUri([], 'https://app.example.com/callback')).toBe(false);
  });

  it.each([
    'https://app.example.com/callback/',
    'https://app.example.com/callback?',
    'https://app.example.com/callback?x=1',
    'https://app.example.com/callback#',
    'https://app.example.com/Callback',
    'https://APP.example.com/callback',
    'https://app.example.com/%63allback',
    'https://app.example.com/./callback',
    'https://app.example.com/x/../callback',
    'https://app.example.com/callback;',
    'https://app.example.com:443/callback',
    'https://app.example.com:8443/callback',
    'https://app.example.com@evil.example/callback',
    'https://evil.example/?https://app.example.com/callback',
    'http://app.example.com/callback',
  ])('is not %s', (uri) => {
    expect(matchesRedirectUri(['https://app.example.com/callback'], uri)).toBe(false);
  });

  it.each([
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/cb'],
    ['http://127.0.0.1:3000/cb?a=b', 'http://127.0.0.1:4000/cb?a=b'],
    ['http://[::1]:3000/cb', 'http://[::1]/cb'],
    ['http://localhost:3000', 'http://localhost:4000'],
    ['http://127.0.0.1', 'http://127.0.0.1:33418/'],
    ['http://127.0.0.1/', 'http://127.0.0.1:33418'],
    ['http://127.0.0.1/', 'http://127.0.0.1'],
    ['http://[::1]:3000?a=b', 'http://[::1]:4000/?a=b'],
  ])('may vary the port of %s', (registered, presented) => {
    expect(matchesRedirectUri([registered], presented)).toBe(true);
  });

  it.each([
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/other'],
    ['http://127.0.0.1/cb', 'http://127.0.0.2:51004/cb'],
    ['http://127.0.0.1/cb', 'http://localhost:51004/cb'],
    ['http://127.0.0.1/cb', 'https://127.0.0.1:51004/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:0/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:70000/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:080/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:80@evil.example/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:80#@evil.example/cb'],
    ['http://localhost/cb', 'http://localhost.evil.example/cb'],
    ['http://127.0.0.1', 'http://127.0.0.1:33418//'],
    ['http://127.0.0.1', 'http://127.0.0.1:33418/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:33418/cb/'],
    ['https://app.example.com', 'https://app.example.com/'],
    ['https://app.example.com/', 'https://app.example.com'],
    ['com.example.app:', 'com.example.app:/'],
    ['com.example.app:/cb', 'com.example.app:80/cb'],
  ])('may not turn %s into %s', (registered, presented) => {
    expect(matchesRedirectUri([registered], presented)).toBe(false);
  });

  it('matches only itself and other ports of its own loopback address', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...GOOD),
        fc.constantFrom(...GOOD),
        fc.string(),
        fc.nat(60),
        (one, other, text, at) => {
          const presented = `${other.slice(0, at)}${text}${other.slice(at)}`;
          if (presented === one || !matchesRedirectUri([one], presented)) return;
          const [registered, named] = [new URL(one), new URL(presented)];
          expect(registered.protocol).toBe('http:');
          named.port = registered.port;
          expect(named.href).toBe(registered.href);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('a scheme without a dot', () => {
  it.each(KNOWN_SCHEMES)('is known: %s', (scheme) => {
    expect(listedSchemeFault(scheme)).toBeUndefined();
  });

  it.each([
    ...['javascript', 'data', 'file', 'blob', 'http', 'https', 'httpx', 'https+app', 'ws', 'wss', 'ftp', 'about'],
    ...[
      'vbscript',
      'view-source',
      'filesystem',
      'intent',
      'mailto',
      'tel',
      'ms-msdt',
      'search-ms',
      'web+app',
      'chrome',
    ],
  ])('can never be %s, listed or not', (scheme) => {
    expect(listedSchemeFault(scheme)).toContain('meaning of its own');
    expect(redirectUriFault(`${scheme}:/callback`, [scheme])).toBeDefined();
  });

  it.each(['', 'Cursor', 'com.example', 'cursor:', '1password', 'a b', 'cursor://'])(
    'is spelled as one, not %j',
    (text) => {
      expect(listedSchemeFault(text)).toContain('in lower case');
    },
  );
});

describe('a redirect URI that only the application receives', () => {
  it.each(['https://app.example.com/callback', 'https://vscode.dev/redirect', 'https://10.0.0.5/callback'])(
    'is %s',
    (uri) => {
      expect(isHttpsOfApplication(uri)).toBe(true);
    },
  );

  it.each([
    'http://127.0.0.1/callback',
    'com.example.app:/callback',
    'https://localhost/callback',
    'https://localhost./callback',
    'https://app.localhost:8443/callback',
    'https://127.8.0.1/callback',
    'https://0.0.0.0/callback',
    'https://[::1]/callback',
    'https://[::]/callback',
    'https://[::ffff:7f00:1]/callback',
  ])('is not %s', (uri) => {
    expect(isHttpsOfApplication(uri)).toBe(false);
  });
});
