import { domainToASCII } from 'node:url';

/**
 * Text for programs and for searching: no control character, no lone surrogate, no line break, no character that changes
 * the direction of the text around it. Text that people read has more rules below.
 */
export const PLAIN_TEXT = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u;

/** The fault in text that `PLAIN_TEXT` does not match, and in text of several lines. */
export const NOT_ONE_LINE = 'must be one line, without control characters';

const LINE_FAULT = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** Characters that are invisible, have no agreed meaning, or change the direction of the text around them. */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd\u{16fe4}\u{1d159}]/u;
/** The only valid place of variation selectors and tags: https://www.unicode.org/reports/tr51/#def_rgi_set (RGI sequences). */
const EMOJI = new RegExp('\\p{RGI_Emoji}', 'gv');
const JOINER = /(\p{L}\p{M}*[\u200c\u200d])(?=(\p{L}))/gu;
const UNFOUNDED_MARK = /(?:^|[^\p{L}\p{M}\p{N}\p{P}\p{S}])\p{M}/u;
const STACKED_MARKS = /[\p{Mn}\p{Me}]{5}|(\p{Mn})\1|\p{Me}/u;

/** Text in its stored form: NFC (UAX 15), with plain spaces, of which none follows another. */
export function tidied(text: string): string {
  return text.normalize('NFC').replace(/(?!\u3000(?!\p{Zs}))\p{Zs}+/gu, ' ');
}

/** The fault in one line of tidy text that people read; undefined: none. */
export function textFault(text: string): string | undefined {
  if (LINE_FAULT.test(text)) return NOT_ONE_LINE;
  const plain = withoutSequences(text);
  if (UNSEEN.test(plain)) return 'must not hold characters that cannot be seen or that turn the direction of writing';
  // UTS 39 section 5.4
  if (UNFOUNDED_MARK.test(plain) || STACKED_MARKS.test(plain.normalize('NFD'))) {
    return 'must not stack marks, nor begin a word with one';
  }
  return undefined;
}

/** Removes emoji, and joiners if they change how a word is written. */
function withoutSequences(text: string): string {
  return text
    .replace(EMOJI, ' ')
    .replace(JOINER, (joined, before: string, after: string) => (joins(before + after) ? before.slice(0, -1) : joined));
}

/**
 * UAX 31 section 2.3, rules A1, A2 and B, are the contextual rules of RFC 5892 appendix A.1 and A.2, which UTS 46 holds
 * the labels of host names against.
 */
function joins(label: string): boolean {
  return domainToASCII(label) !== '';
}

/** The fault in a tidy name by which people distinguish things; undefined: none. */
export function nameFault(name: string): string | undefined {
  const fault = textFault(name);
  if (fault !== undefined) return fault;
  if (!/\p{L}/u.test(name)) return 'must have at least one letter';
  const words = withoutSequences(name).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  if (words.some((word) => !isOf(word, WITHIN_A_WORD)))
    return 'must not mix the letters of several scripts in one word';
  return undefined;
}

/** Whether a name is below "highly restrictive": https://www.unicode.org/reports/tr39/#Restriction_Level_Detection */
export function mixesScripts(name: string): boolean {
  return !isOf(name, HIGHLY_RESTRICTIVE);
}

/** Scripts in use today: https://www.unicode.org/reports/tr31/#Table_Recommended_Scripts and the one of limited use below. */
const SCRIPTS = (
  'Latn Arab Armn Beng Bopo Cyrl Deva Ethi Geor Grek Gujr Guru Hang Hani Hebr Hira Kana Khmr Knda Laoo Mlym Mymr Orya ' +
  'Sinh Taml Telu Thaa Thai Tibt Adlm Bali Bamu Batk Cakm Cans Cham Cher Hmnp Java Kali Lana Lepc Limb Lisu Mand Mong ' +
  'Mtei Newa Nkoo Olck Osge Plrd Rohg Saur Sund Sylo Syrc Tale Talu Tavt Tfng Vaii Wcho Yiii'
).split(' ');
const HIGHLY_RESTRICTIVE = [
  ...SCRIPTS.map((script) => [script]),
  ['Latn', 'Hani', 'Hira', 'Kana'],
  ['Latn', 'Hani', 'Bopo'],
  ['Latn', 'Hani', 'Hang'],
].map(madeOf);
/** Scripts that write words without spaces between them, so that a Latin word is directly beside them. */
const WITHIN_A_WORD = [
  ...HIGHLY_RESTRICTIVE,
  ...['Thai', 'Laoo', 'Khmr', 'Mymr', 'Tibt'].map((script) => madeOf(['Latn', script])),
];

/** Text of these scripts, and of characters that all scripts share. */
function madeOf(scripts: readonly string[]): RegExp {
  const classes = [...scripts, 'Zyyy', 'Zinh'].map((script) => `\\p{scx=${script}}`);
  return new RegExp(`^[${classes.join('')}]*$`, 'u');
}

function isOf(text: string, alternatives: readonly RegExp[]): boolean {
  return alternatives.some((alternative) => alternative.test(text));
}
