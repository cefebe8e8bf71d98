import { longerFault, ruledText } from '../fields/kinds.js';
import { hasPlainHost, PLAIN_HOST_RULE } from './host.js';

const MAX_LENGTH = 2048;

/** An absolute http(s) URL. */
export const httpUrl = ruledText(
  (text) => {
    if (!isHttpUrl(text)) return 'must be an absolute http(s) URL';
    return hasPlainHost(new URL(text)) ? longerFault(text, MAX_LENGTH) : PLAIN_HOST_RULE;
  },
  { maxLength: MAX_LENGTH, format: 'uri' },
  (text) => text.trim().replace(/[\t\n\r]/g, ''),
);

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
