import { isUuid } from './page.js';

const ID = 36;

/** Where a row stands in a list that is sorted by a key: rows after it are found though it is changed or deleted since. */
export interface Place {
  id: string;
  key: string;
}

export function formatPlace({ id, key }: Place): string {
  return `${id} ${key}`;
}

/** Reads what `formatPlace` wrote; untrusted input. A key is no text of the database's without a letter, or with a NUL. */
export function parsePlace(text: string): Place | undefined {
  const [id, key] = [text.slice(0, ID), text.slice(ID + 1)];
  const isKey = key !== '' && !key.includes('\0') && !key.includes('\ufffd');
  return isUuid(id) && text[ID] === ' ' && isKey ? { id, key } : undefined;
}

export const isPlace = (text: string): boolean => parsePlace(text) !== undefined;
