import { DisplayedName, NameWarning } from './displayed-name.js';

/** The continuation to an application that no person has decided to go to: a link, or a form to post. */
export interface WayOn {
  applicationName: string;
  /** The destination, as shown to a person. */
  place: string;
  to: { href: string } | { action: string; parameters: Readonly<Record<string, string>> };
}

/** Offers the continuation; only the person can take it. */
export function OfferedWayOn({ applicationName, place, to }: WayOn): string {
  return (
    <>
      <p>
        <strong>
          <DisplayedName name={applicationName} />
        </strong>{' '}
        asks that you go on to <strong safe>{place}</strong>. Go there only if you trust it.
      </p>
      <NameWarning name={applicationName} />
      {'href' in to ? (
        <p>
          <a href={to.href} id="go-on" rel="noreferrer nofollow" safe>
            {`Go on to ${place}`}
          </a>
        </p>
      ) : (
        <form method="post" action={to.action}>
          {Object.entries(to.parameters).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <button type="submit" safe>
            {`Go on to ${place}`}
          </button>
        </form>
      )}
    </>
  ) as string;
}
