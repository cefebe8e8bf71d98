import type { Kind } from '../fields/kind.js';
import { longerFault, ruledText } from '../fields/kinds.js';
import { nameFault, textFault, tidied } from './plain-text.js';

/** One line that people read beside a name: notes and descriptions. May be empty. */
export function displayedText(max: number): Kind<string> {
  return tidyText((text) => longerFault(text, max) ?? textFault(text), { maxLength: max });
}

/** A name by which people know an application, an account, a brand, a key or an API. */
export function displayedName(max: number): Kind<string> {
  return tidyText((text) => (text === '' ? 'must not be empty' : (longerFault(text, max) ?? nameFault(text))), {
    minLength: 1,
    maxLength: max,
  });
}

function tidyText(faultOf: (text: string) => string | undefined, schema: Kind['schema']): Kind<string> {
  return ruledText(faultOf, schema, (text) => tidied(text.trim()));
}
