import { describe, expect, it } from '@jest/globals';
import { mixesScripts, nameFault, textFault, tidied } from './plain-text.js';

const nameOf = (text: string) => nameFault(tidied(text));

describe('a name', () => {
  it.each([
    'Latchkey',
    'Ada Lovelace',
    "O'Brien & Söhne (Köln)",
    'Nguyễn Thị Minh Khai',
    'ᾧδε Ἑλλάδα',
    'Яндекс Maps',
    '山田　太郎',
    'LINEマンガ アプリ',
    '카카오톡 Talk',
    '微信Wechat',
    'แอปLINE',
    'שלום עולם',
    'מִקְרָא',
    'مُحَمَّد',
    'می\u200cخواهم',
    'क्\u200dष',
    'ශ්\u200dරී ලංකා',
    'ᐃᓄᒃᑎᑐᑦ',
    'ⵜⵉⴼⵉⵏⴰⵖ',
    '1Password',
    'C++ Builder™',
    'Love ❤️ and 👨‍👩‍👧',
    'Ship 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇫🇷 1️⃣',
  ])('may be %s', (name) => {
    expect(nameOf(name)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['zero-width spaces', '\u200b\u200b'],
    ['a zero-width space inside', 'Latch\u200bkey'],
    ['a word joiner', 'Latch\u2060key'],
    ['a byte order mark inside', 'Latch\ufeffkey'],
    ['a soft hyphen', 'Latch\u00adkey'],
    ['a combining grapheme joiner', 'Latch\u034fkey'],
    ['a Hangul filler', '\u3164'],
    ['a Hangul filler behind a letter', 'A\u3164'],
    ['a halfwidth filler', 'A\uffa0'],
    ['a choseong filler', 'A\u115f\u1160'],
    ['a Braille blank', 'A\u2800B'],
    ['a Khmer inherent vowel', 'A\u17b4'],
    ['a Mongolian vowel separator', 'A\u180eB'],
    ['an invisible operator', 'A\u2062B'],
    ['tags', '\u{e0041}\u{e0042}'],
    ['tags behind a letter', 'A\u{e0041}'],
    ['tags behind a flag that is none', 'Ship 🏴\u{e0041}\u{e0042}\u{e007f}'],
    ['a variation selector behind a letter', 'A\ufe0f'],
    ['an ideographic variation selector', '葛\u{e0100}'],
    ['a zero-width joiner', 'Latch\u200dkey'],
    ['a zero-width non-joiner', 'Latch\u200ckey'],
    ['a joiner at the end', 'می\u200c'],
    ['a joiner that joins nothing', 'ا\u200cب'],
    ['two joiners', 'می\u200c\u200cخ'],
    ['a joiner between pictures that are no sequence', 'A 😀\u200d😀'],
    ['a right-to-left mark', 'Latchkey \u200f(verified)'],
    ['an Arabic letter mark', 'Latchkey\u061c'],
    ['an override', 'abc\u202egpj.exe'],
    ['an isolate', 'abc\u2066def'],
    ['a line break', 'Latchkey\nverified'],
    ['a tab', 'Latchkey\tverified'],
    ['a line separator', 'Latchkey\u2028verified'],
    ['a private character', 'A\ue000'],
    ['a character there is none of', 'A\u{1ffff}'],
    ['an unassigned character', 'A\u0378'],
    ['half a surrogate pair', 'A\ud800'],
    ['an object replacement', 'A\ufffc'],
    ['a stack of marks', `A${'\u0301'.repeat(60)}`],
    ['one mark twice', 'A\u0323\u0323'],
    ['five marks', 'A\u0300\u0301\u0302\u0303\u0304'],
    ['a mark in front', '\u0301A'],
    ['a mark behind a space', 'A \u0332\u0332B'],
    ['a mark behind a picture', 'A 😀\u0332'],
    ['an enclosing mark', 'A\u20dd'],
    ['no letter', '12345'],
    ['pictures alone', '😀😀'],
    ['Cyrillic within a Latin word', 'L\u0430tchkey'],
    ['Greek within a Latin word', 'L\u03b1tchkey'],
    ['Armenian within a Latin word', 'L\u0585gin'],
    ['Cherokee within a Latin word', 'L\u13aatchkey'],
    ['Latin within a Cyrillic word', 'Б\u0061нк'],
  ])('is refused: %s', (_, name) => {
    expect(nameOf(name)).toEqual(expect.any(String));
  });

  it('is kept in NFC, and no run of spaces pushes anything out of sight', () => {
    expect(tidied('e\u0301')).toBe('é');
    expect(tidied('A \u00a0\u2003  B')).toBe('A B');
    expect(tidied('山田　太郎')).toBe('山田　太郎');
    expect(tidied('山　　田')).toBe('山 田');
  });

  it('is looked at once through, however hostile', () => {
    // an expression that backtracked for each character would not end within the timeout
    for (const text of ['ب\u200c', '\u0301', 'a\u0301', '👨\u200d', '\u3000', '🏴\u{e0067}', 'क्\u200d', 'aа']) {
      const name = text.repeat(100_000 / text.length);
      expect(() => nameOf(name)).not.toThrow();
    }
  });
});

describe('a note', () => {
  it('needs no letter, and may say things in several scripts', () => {
    for (const note of ['', '42', 'OK: μTorrent']) expect(textFault(note)).toBeUndefined();
    expect(textFault('a\u200bb')).toEqual(expect.any(String));
  });
});

describe('a name of several scripts (UTS 39 section 5.2)', () => {
  it.each([
    ['Latchkey', false],
    ['LINEマンガ 漫画', false],
    ['카카오톡 Talk 漢字', false],
    ['ㄅㄆㄇ 注音 Bopomofo', false],
    ['Яндекс', false],
    ['Ελλάδα 2026', false],
    ['हिन्दी', false],
    ['Яндекс Maps', true],
    ['Ελλάδα News', true],
    ['हिन्दी News', true],
    ['카카오 マンガ', true],
    ['𐌰𐌱𐌲', true],
  ])('%s: %s', (name, mixed) => {
    expect(mixesScripts(name)).toBe(mixed);
  });
});
