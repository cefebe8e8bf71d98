import { mixesScripts, textFault } from '../protocol/plain-text.js';

/** A name that an application, a brand or a person chose; isolated so that it does not change the text direction (`bdi`). */
export function DisplayedName({ name }: { name: string }): string {
  return (<bdi safe>{name}</bdi>) as string;
}

/** Warns if a name can be mistaken for another. */
export function NameWarning({ name }: { name: string }): string {
  const isMixed = mixesScripts(name);
  if (!isMixed && textFault(name) === undefined) return '';
  const what = isMixed ? 'letters of several scripts' : 'characters that cannot be seen';
  return (
    <p class="problem">
      The name <DisplayedName name={name} /> has {what}. It may look like the name of another.
    </p>
  ) as string;
}
