import { isLoopback } from '../config/setting-kinds.js';
import type { Settings } from '../config/settings.js';
import { ownAddress } from '../protocol/own-address.js';
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
    ...(settings.console ? [`Console: ${ownAddress(settings.issuer, '/console')}`] : []),
    `API: ${ownAddress(settings.issuer, '/docs')}`,
    `Data: ${data}`,
    ...administratorLines(administrator),
    ...unreachableLines(settings),
    '',
    'Try:',
    `  curl ${url}/health/ready`,
    `  curl ${url}/.well-known/openid-configuration`,
    `  curl ${url}/auth/login -H 'Content-Type: application/json' -d '${login}'`,
    '',
  ].join('\n');
}

/** Warns that browsers at another address than the issuer's cannot sign in. */
function unreachableLines({ host, issuer }: Settings): string[] {
  if (isLoopback(host) || !isLoopback(new URL(issuer).hostname)) return [];
  return [
    '',
    `Note: HOST=${host} lets other machines reach this server, but ISSUER=${issuer} names this machine alone.`,
    'People on other machines cannot sign in until ISSUER is the https address that they use.',
  ];
}

function administratorLines(administrator: NewAdministrator | undefined): string[] {
  if (!administrator) return [];
  const { email, generatedPassword } = administrator;
  if (generatedPassword === undefined) return [`Administrator: ${email}`];
  return [`Administrator: ${email}`, `Password: ${generatedPassword} (generated; shown this once)`];
}
