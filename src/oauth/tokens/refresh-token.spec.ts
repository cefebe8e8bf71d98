import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { Handles } from '../../secrets/handles.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { newSecret, sha256 } from '../../secrets/secrets.js';
import { RefreshTokens } from './refresh-token.js';

const tokens = new RefreshTokens(new Handles(new SecretKey('a secret key of the server, for tests')));
const signInId = fc.uuid();
const generation = fc.integer({ min: 0, max: 2_147_483_647 });
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));

describe('refresh tokens', () => {
  it('say what they were made of, and nothing is lost', () => {
    fc.assert(
      fc.property(signInId, generation, secret, (id, gen, bytes) => {
        const token = tokens.format(id, gen, bytes);
        expect(token).toMatch(/^lkr_[A-Za-z0-9_-]{91}$/);
        expect(tokens.parse(token)).toEqual({ signInId: id, generation: gen, secret: bytes, hash: sha256(bytes) });
      }),
    );
  });

  it('are worth nothing once a single bit is another', () => {
    fc.assert(
      fc.property(signInId, generation, secret, fc.integer({ min: 0, max: 68 * 8 - 1 }), (id, gen, bytes, bit) => {
        const raw = Buffer.from(tokens.format(id, gen, bytes).slice(4), 'base64url');
        raw[bit >> 3]! ^= 1 << (bit & 7);
        expect(tokens.parse(`lkr_${raw.toString('base64url')}`)).toBeUndefined();
      }),
    );
  });

  it('have one spelling', () => {
    fc.assert(
      fc.property(signInId, generation, secret, (id, gen, bytes) => {
        const token = tokens.format(id, gen, bytes);
        const body = token.slice(4);
        const spellings = [
          `${token}=`,
          `LKR_${body}`,
          ` ${token}`,
          `lkr_${body.replaceAll('-', '+').replaceAll('_', '/')} `,
        ];
        for (const spelling of spellings) expect(tokens.parse(spelling)).toBeUndefined();
      }),
    );
  });

  it('are worth nothing under another secret key', () => {
    const others = new RefreshTokens(new Handles(new SecretKey('another secret key of the server')));
    const token = tokens.format('01900000-0000-7000-8000-000000000000', 0, newSecret());
    expect(others.parse(token)).toBeUndefined();
  });

  it('take anything else for what it is', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => tokens.parse(text) === undefined));
    const shaped = fc.stringMatching(/^lkr_[A-Za-z0-9_-]{91}$/);
    fc.assert(fc.property(shaped, (text) => tokens.parse(text) === undefined));
  });
});

describe('a successor', () => {
  const parsed = (id: string, gen: number) => tokens.parse(tokens.format(id, gen, newSecret()))!;

  it('is read again with the predecessor', () => {
    fc.assert(
      fc.property(signInId, generation, (id, gen) => {
        const predecessor = parsed(id, gen);
        const { secret: successor, hash, sealed } = tokens.successorOf(predecessor);
        expect(hash).toEqual(sha256(successor));
        expect(tokens.openSuccessor(predecessor, sealed)).toEqual(successor);
        expect(sealed.includes(successor)).toBe(false);
      }),
    );
  });

  it('is not read with another secret, generation or sign-in', () => {
    const id = '01900000-0000-7000-8000-000000000000';
    const predecessor = parsed(id, 3);
    const { sealed } = tokens.successorOf(predecessor);
    const others = [
      parsed(id, 3),
      { ...predecessor, generation: 4 },
      { ...predecessor, signInId: '01900000-0000-7000-8000-000000000001' },
    ];
    for (const other of others) expect(() => tokens.openSuccessor(other, sealed)).toThrow();
  });

  it('is another one each time', () => {
    const predecessor = parsed('01900000-0000-7000-8000-000000000000', 0);
    expect(tokens.successorOf(predecessor).secret).not.toEqual(tokens.successorOf(predecessor).secret);
  });
});
