import { longerFault, ruledText } from '../fields/kinds.js';

const MAX_LENGTH = 2048;

/** An absolute http(s) URL. */
export const httpUrl = ruledText(
  (text) => (isHttpUrl(text) ? longerFault(text, MAX_LENGTH) : 'must be an absolute http(s) URL'),
  { maxLength: MAX_LENGTH, format: 'uri' },
  (text) => text.trim().replace(/[\t\n\r]/g, ''),
);

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
