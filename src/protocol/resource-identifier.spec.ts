import { describe, expect, it } from '@jest/globals';
import { resourceIdentifierFault, spellingsOf } from './resource-identifier.js';

const ISSUER = 'https://auth.example.com';

describe('the identifier of a protected resource', () => {
  it.each([
    'https://api.example.com',
    'https://api.example.com/',
    'https://api.example.com/v1',
    'https://api.example.com/v1?tenant=7',
    'http://localhost:4000/v1',
    'urn:example:billing',
    'api://billing',
    `${ISSUER}/something`,
  ])('may be %s', (text) => {
    expect(resourceIdentifierFault(text, ISSUER)).toBeUndefined();
  });

  it.each([
    ['', 'absolute'],
    ['api.example.com', 'absolute'],
    ['/v1', 'absolute'],
    ['https://api.example.com/v1#top', 'fragment'],
    ['https://api.example.com/#', 'fragment'],
    ['HTTPS://api.example.com', 'absolute'],
    ['https://API.example.com', 'must be spelled https://api.example.com/'],
    ['https://api.example.com:443/v1', 'must be spelled https://api.example.com/v1'],
    ['https://api.example.com/a/../v1', 'must be spelled https://api.example.com/v1'],
    ['https://user:secret@api.example.com', 'user name'],
    ['https://api.example.com/a b', 'characters'],
    ['https://api.exämple.com', 'characters'],
    ['https://', 'URI of an API'],
    ['javascript:alert(1)', 'URI of an API'],
    ['data:text/html,x', 'URI of an API'],
    [ISSUER, 'this server itself'],
    [`${ISSUER}/`, 'this server itself'],
    [`https://a.example/${'a'.repeat(2048)}`, 'longer than 2048'],
  ])('may not be %j', (text, fault) => {
    expect(resourceIdentifierFault(text, ISSUER)).toContain(fault);
  });
});

describe('the spellings of an identifier', () => {
  it.each([
    ['https://api.example.com/', ['https://api.example.com/', 'https://api.example.com']],
    ['https://api.example.com', ['https://api.example.com', 'https://api.example.com/']],
    [
      'HTTPS://API.example.com:443',
      ['HTTPS://API.example.com:443', 'https://api.example.com/', 'https://api.example.com'],
    ],
    ['http://Localhost:80/v1', ['http://Localhost:80/v1', 'http://localhost/v1']],
    ['https://api.example.com/v1/', ['https://api.example.com/v1/']],
    ['URN:example:billing', ['URN:example:billing']],
    ['https:api.example.com', ['https:api.example.com']],
    ['https://API.example.com#top', ['https://API.example.com#top']],
    ['https://me@API.example.com/v1', ['https://me@API.example.com/v1']],
    [`https://API.example.com/${'a'.repeat(2048)}`, [`https://API.example.com/${'a'.repeat(2048)}`]],
  ])('of %s are these', (text, spellings) => {
    expect(spellingsOf(text)).toEqual(spellings);
  });
});
