import { z } from 'zod';
import { nameFault, textFault, tidied } from './plain-text.js';

/** One line that people read beside a name: notes and descriptions. May be empty. */
export function displayedText(max: number) {
  return tidyString(max).check(faultOf(textFault));
}

/** A name by which people know an application, an account, a brand, a key or an API. */
export function displayedName(max: number) {
  return tidyString(max).min(1, { error: 'must not be empty', abort: true }).check(faultOf(nameFault));
}

function tidyString(max: number) {
  return z
    .string('must be a string')
    .trim()
    .overwrite(tidied)
    .max(max, { error: `must have at most ${String(max)} characters`, abort: true });
}

function faultOf(find: (text: string) => string | undefined): z.core.CheckFn<string> {
  return (context) => {
    const message = find(context.value);
    if (message !== undefined) context.issues.push({ code: 'custom', input: context.value, message });
  };
}
