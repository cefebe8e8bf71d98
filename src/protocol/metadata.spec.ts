import { describe, expect, it } from '@jest/globals';
import { authorizationServerMetadata, openidConfiguration, type OpenIdFacts, type ServerFacts } from './metadata.js';

const FACTS: ServerFacts = {
  issuer: 'https://auth.example.com/tenant',
  scopes: ['openid', 'read_items'],
  grantTypes: ['authorization_code'],
  responseModes: ['query'],
  prompts: ['none'],
  clientAuthMethods: ['client_secret_basic', 'none'],
  clientAlgorithms: ['PS256'],
  proofAlgorithms: ['ES256'],
  requiresPar: false,
  certificateBoundTokens: false,
  signingAlgorithms: ['ES256'],
  registration: false,
  clientDocuments: true,
};

const OPENID: OpenIdFacts = { claims: ['sub'], pageLanguages: ['en'] };

describe('metadata', () => {
  it('names endpoints under the issuer, its path included', () => {
    const metadata = authorizationServerMetadata(FACTS);
    const urls = Object.entries(metadata).filter(([name]) => /_(endpoint|uri)$/.test(name));
    expect(urls.length).toBeGreaterThan(4);
    for (const [, url] of urls) expect(url).toMatch(/^https:\/\/auth\.example\.com\/tenant\//);
    expect(metadata.issuer).toBe(FACTS.issuer);
  });

  it('offers introspection only with a credential', () => {
    const metadata = authorizationServerMetadata(FACTS);
    expect(metadata.introspection_endpoint_auth_methods_supported).toEqual(['client_secret_basic']);
    expect(metadata.token_endpoint_auth_methods_supported).toEqual(['client_secret_basic', 'none']);
  });

  it('says the same in both documents', () => {
    expect(openidConfiguration(FACTS, OPENID)).toMatchObject(authorizationServerMetadata(FACTS));
  });

  it('has what OpenID Connect Discovery requires', () => {
    const required = [
      'issuer',
      'authorization_endpoint',
      'token_endpoint',
      'jwks_uri',
      'response_types_supported',
      'subject_types_supported',
      'id_token_signing_alg_values_supported',
    ];
    expect(Object.keys(openidConfiguration(FACTS, OPENID))).toEqual(expect.arrayContaining(required));
  });
});
