import { NameWarning } from './displayed-name.js';

/** The metadata of an application that people are shown. Addresses are http(s). */
export interface AboutApplication {
  /** Its origin, if no administrator made or confirmed it: itself, or the host of its document. */
  unchecked?: { by: 'member' | 'itself' } | { publishedAt: string } | undefined;
  logo?: string | undefined;
  homepage?: string | undefined;
  privacyPolicy?: string | undefined;
  termsOfService?: string | undefined;
}

/** The application's logo, if it has one. */
export function ApplicationLogo({ about }: { about: AboutApplication }): string {
  if (about.logo === undefined) return '';
  return (<img class="logo" src={about.logo} alt="" width="40" height="40" />) as string;
}

/** Shows who vouches for an application, and whether its name is misleading. */
export function ApplicationWarnings({ name, about }: { name: string; about: AboutApplication }): string {
  return (
    <>
      {about.unchecked === undefined ? '' : <Unchecked {...about.unchecked} />}
      <NameWarning name={name} />
    </>
  ) as string;
}

function Unchecked(source: NonNullable<AboutApplication['unchecked']>): string {
  if ('publishedAt' in source) {
    return (
      <p class="unchecked">
        It calls itself so at <strong safe>{source.publishedAt}</strong>. No administrator has checked it.
      </p>
    ) as string;
  }
  return (
    <p class="unchecked">
      {source.by === 'itself' ? 'This application registered itself here.' : 'A member made this application.'} No
      administrator has checked it.
    </p>
  ) as string;
}

/** Links for reading before the decision; opened in a new tab so that the page stays. */
export function ApplicationLinks({ about }: { about: AboutApplication }): string {
  const links: [text: string, address: string | undefined][] = [
    ['About this application', about.homepage],
    ['Privacy policy', about.privacyPolicy],
    ['Terms of service', about.termsOfService],
  ];
  const given = links.filter((link): link is [string, string] => link[1] !== undefined);
  if (given.length === 0) return '';
  return (
    <ul class="links">
      {given.map(([text, address]) => (
        <li>
          <a href={address} target="_blank" rel="noopener noreferrer nofollow" safe>
            {text}
          </a>
        </li>
      ))}
    </ul>
  ) as string;
}
