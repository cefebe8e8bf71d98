import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { Remembered, sizeOfData } from './remembered.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describe('a bounded memory', () => {
  it('is bounded in entries and in bytes', () => {
    const many = new Remembered<true>({ entries: 100, bytes: 100_000 });
    for (let i = 0; i < 1000; i++) many.set(String(i), true);
    expect(many.size).toBe(100);
    expect(many.has('999')).toBe(true);
    const large = new Remembered<string[]>({ entries: 100, bytes: 100_000, sizeOf: sizeOfData });
    for (let i = 0; i < 1000; i++) large.set(String(i), ['x'.repeat(5000)]);
    expect(large.size).toBe(9);
    large.set('too large', ['x'.repeat(100_000)]);
    expect(large.has('too large')).toBe(false);
  });

  it('counts a value again that is set again', () => {
    const value = { text: '' };
    const memory = new Remembered<{ text: string }>({ entries: 10, bytes: 10_000, sizeOf: sizeOfData });
    for (let i = 0; i < 5; i++) memory.set(String(i), { text: '' });
    memory.set('grows', value);
    value.text = 'x'.repeat(4500);
    memory.set('grows', value);
    expect(memory.size).toBe(1);
  });

  it('keeps nothing of the text that a key was cut from', () => {
    const memory = new Remembered<true>({ entries: 1000, bytes: 1_000_000 });
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = heap();
    for (let i = 0; i < 500; i++) {
      const body = Buffer.alloc(100_000, `unknown name ${String(i)}&`).toString('latin1');
      memory.set(body.slice(0, 20), true);
    }
    expect(memory.size).toBe(500);
    expect(heap() - before).toBeLessThan(10_000_000); // of fifty million
  });
});
