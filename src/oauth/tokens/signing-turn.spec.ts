import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SigningTurn } from './signing-turn.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

function holds(token: string, input: string): boolean {
  expect(token.slice(0, input.length + 1)).toBe(`${input}.`);
  const signature = Buffer.from(token.slice(input.length + 1), 'base64url');
  return verify('sha256', Buffer.from(input), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}

describe('signatures asked for in one turn', () => {
  it('are each over their own input', async () => {
    const turn = new SigningTurn();
    const inputs = Array.from({ length: 20 }, (_, i) => `header.claims${String(i)}`);
    const tokens = await Promise.all(inputs.map((input) => turn.sign(input, 'sha256', privateKey)));
    for (const [i, input] of inputs.entries()) expect(holds(tokens[i] ?? '', input)).toBe(true);
  });

  it('fail each for itself', async () => {
    const turn = new SigningTurn();
    const [before, broken, after] = await Promise.allSettled([
      turn.sign('before', 'sha256', privateKey),
      turn.sign('broken', 'sha256', publicKey),
      turn.sign('after', 'sha256', privateKey),
    ]);
    expect(broken.status).toBe('rejected');
    expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
  });

  it('may be asked for again once they are made', async () => {
    const turn = new SigningTurn();
    expect(holds(await turn.sign('one', 'sha256', privateKey), 'one')).toBe(true);
    expect(holds(await turn.sign('two', 'sha256', privateKey), 'two')).toBe(true);
  });
});
