import { DisplayedName } from './displayed-name.js';

/** A scope as a person reads it. */
export interface ReadableScope {
  name: string;
  description: string;
}

interface AskedScopesProps {
  applicationName: string;
  scopes: readonly ReadableScope[];
  /** The APIs it asks that for; none: this server. */
  apis: readonly string[];
}

/** What an application asks for, wherever a person decides about it. */
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
