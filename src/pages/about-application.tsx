/** What an application says about itself, as far as people are shown it. Addresses are http(s). */
export interface AboutApplication {
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
