/** What can be taken over of a client of another server. */
export interface MigratedClient {
  name?: string;
  redirectUris: string[];
}

const NAMES = ['client_name', 'name', 'clientId', 'client_id'];
const REDIRECT_URIS = ['redirect_uris', 'redirectUris', 'callbacks'];

/**
 * Reads the JSON of a client as other servers export it: RFC 7591 metadata (Hydra), Keycloak, Auth0, and those that nest
 * it one level deeper (Logto, Zitadel). Undefined: not such a JSON.
 */
export function migratedClient(text: string): MigratedClient | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const whole = parsed as Record<string, unknown>;
  const inner = Object.values(whole).filter(isRecord);
  const name = [whole, ...inner]
    .flatMap((of) => NAMES.map((key) => of[key]))
    .find((value) => typeof value === 'string');
  const uris = [whole, ...inner].flatMap((of) => REDIRECT_URIS.map((key) => of[key])).find(Array.isArray);
  const redirectUris = (uris ?? []).filter((uri): uri is string => typeof uri === 'string');
  return { redirectUris, ...(typeof name === 'string' && { name }) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
