const WAYS: Readonly<Record<string, string>> = {
  password_grant: 'password grant',
  api_key_in_query: 'API key in the URL',
  code_without_pkce: 'code without PKCE',
};

/** A discouraged way in, in words. */
export function wayOf(what: string): string {
  return WAYS[what] ?? what;
}
