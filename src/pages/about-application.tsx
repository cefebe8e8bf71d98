import { NameWarning } from './displayed-name.js';

/** What an application says about itself, as far as people are shown it. Addresses are http(s). */
export interface AboutApplication {
  /** Who put it here, where no administrator made or confirmed it: it itself, or the host of its document. */
  unchecked?: { by: 'member' | 'itself' } | { publishedAt: string } | undefined;
  logo?: string | undefined;
  homepage?: string | undefined;
  privacyPolicy?: string | undefined;
  termsOfService?: string | undefined;
}

/** The application's own picture; nothing for one without. */
export function ApplicationLogo({ about }: { about: AboutApplication }): string {
  if (about.logo === undefined) return '';
  return (<img class="logo" src={about.logo} alt="" width="40" height="40" />) as string;
}

/** Says of an application what a person cannot see by its name: who vouches for it, and whether the name misleads. */
export function ApplicationWarnings({ name, about }: { name: string; about: AboutApplication }): string {
  return (
    <>
      {about.unchecked === undefined ? '' : <Unchecked {...about.unchecked} />}
      <NameWarning name={name} />
    </>
  ) as string;
}

function Unchecked(whose: NonNullable<AboutApplication['unchecked']>): string {
  if ('publishedAt' in whose) {
    return (
      <p class="unchecked">
        It calls itself so at <strong safe>{whose.publishedAt}</strong>. No administrator has checked it.
      </p>
    ) as string;
  }
  return (
    <p class="unchecked">
      {whose.by === 'itself' ? 'This application registered itself here.' : 'A member made this application.'} No
      administrator has checked it.
    </p>
  ) as string;
}

/** Where to read on before deciding; opened beside the page, which would be lost otherwise. */
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
