import type { Settings } from '../config/settings.js';
import type { NewAdministrator } from './first-administrator.js';

interface Arrival {
  settings: Settings;
  url: string;
  data: string;
  administrator: NewAdministrator | undefined;
}

/** The first start's instructions for the terminal. */
export function welcome({ settings, url, data, administrator }: Arrival): string {
  const email = administrator?.email ?? settings.adminEmail;
  const password = administrator?.generatedPassword ?? '<password>';
  const login = JSON.stringify({ username: email, password });
  return [
    '',
    `Latchkey listens on ${url}${settings.issuer === url ? '' : ` as ${settings.issuer}`}`,
    `Data: ${data}`,
    ...administratorLines(administrator),
    '',
    'Try:',
    `  curl ${url}/health/ready`,
    `  curl ${url}/.well-known/openid-configuration`,
    `  curl ${url}/auth/login -H 'Content-Type: application/json' -d '${login}'`,
    '',
  ].join('\n');
}

function administratorLines(administrator: NewAdministrator | undefined): string[] {
  if (!administrator) return [];
  const { email, generatedPassword } = administrator;
  if (generatedPassword === undefined) return [`Administrator: ${email}`];
  return [`Administrator: ${email}`, `Password: ${generatedPassword} (generated; shown this once)`];
}
