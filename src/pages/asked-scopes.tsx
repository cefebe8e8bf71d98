import { DisplayedName } from './displayed-name.js';

/** A scope as shown to a person. */
export interface ReadableScope {
  name: string;
  description: string;
}

interface AskedScopesProps {
  applicationName: string;
  scopes: readonly ReadableScope[];
  /** The APIs of the request; none: this server. */
  apis: readonly string[];
}

/** The requested scopes, on every page where a person decides. */
export function AskedScopes({ applicationName, scopes, apis }: AskedScopesProps): string {
  return (
    <>
      <p>
        <strong>
          <DisplayedName name={applicationName} />
        </strong>{' '}
        asks to:
      </p>
      <ul class="scopes">
        {scopes.length === 0 ? <li>Sign you in, and nothing more</li> : ''}
        {scopes.map((scope) => (
          <li>
            <DisplayedName name={scope.description} /> <code safe>{scope.name}</code>
          </li>
        ))}
      </ul>
      {apis.length === 0 ? (
        ''
      ) : (
        <>
          <p>at {apis.length === 1 ? 'this API' : 'these APIs'}:</p>
          <ul class="apis">
            {apis.map((api) => (
              <li>
                <strong safe>{api}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  ) as string;
}
