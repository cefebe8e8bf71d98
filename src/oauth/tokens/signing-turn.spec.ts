import { describe, expect, it } from '@jest/globals';
import { SigningTurn } from './signing-turn.js';

describe('signatures asked for in one turn', () => {
  it('are made together, after everything that this turn still does', async () => {
    const turn = new SigningTurn();
    const order: string[] = [];
    const sign = (name: string) => () => {
      order.push(name);
      return name;
    };
    const tokens = ['a', 'b', 'c'].map((name) => turn.take(sign(name)));
    order.push('the rest of the turn');
    expect(await Promise.all(tokens)).toEqual(['a', 'b', 'c']);
    expect(order).toEqual(['the rest of the turn', 'a', 'b', 'c']);
  });

  it('fail each for itself', async () => {
    const turn = new SigningTurn();
    const broken = () => {
      throw new Error('broken');
    };
    const outcomes = await Promise.allSettled([turn.take(() => 'before'), turn.take(broken), turn.take(() => 'after')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('may be asked for again once they are made', async () => {
    const turn = new SigningTurn();
    expect(await turn.take(() => 'one')).toBe('one');
    expect(await turn.take(() => Promise.resolve('two'))).toBe('two');
  });
});
