import { readFileSync } from 'node:fs';

/**
 * The text of an example (`go/api.go`), filled in as the console fills it in.
 * @param {string} example
 * @param {{ issuer: string, client_id: string, client_secret: string, port: number }} values
 * @returns {string}
 */
export function filledIn(example, { issuer, client_id, client_secret, port }) {
  return readFileSync(new URL(`../../examples/${example}`, import.meta.url), 'utf8')
    .replaceAll('https://auth.example.com', issuer)
    .replaceAll('YOUR_CLIENT_ID', client_id)
    .replaceAll('YOUR_CLIENT_SECRET', client_secret)
    .replaceAll('https://app.example.com/callback', `http://localhost:${String(port)}/callback`)
    .replaceAll('8080', String(port));
}
