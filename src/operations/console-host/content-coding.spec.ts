import { describe, expect, it } from '@jest/globals';
import { contentCoding } from './content-coding.js';

describe('the content coding of a file', () => {
  const all = new Map([
    ['', 1],
    ['gzip', 1],
    ['br', 1],
  ]);

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0.5', 'br'],
    ['gzip, br;q=0', 'gzip'],
    ['br; q=0.000, gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['identity', ''],
    ['', ''],
    [undefined, ''],
  ])('of %j is %j', (header, coding) => {
    expect(contentCoding(header, all)).toBe(coding);
  });

  it('is none where the file has none', () => {
    expect(contentCoding('br, gzip', new Map([['', 1]]))).toBe('');
  });
});
