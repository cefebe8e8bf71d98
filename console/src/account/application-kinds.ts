import type { ApplicationChange } from '../api/resources';

type Grant = NonNullable<ApplicationChange['grant_types']>[number];

export interface ApplicationKind {
  label: string;
  description: string;
  type: 'confidential' | 'public';
  /** Undefined: those of the documented API, as the server has them. */
  grantTypes: readonly Grant[] | undefined;
  /** What the field of redirect URIs says; undefined: it needs none. */
  redirects?: { description: string; example: string; required: boolean };
  /** Ticked at first. */
  scopes: readonly string[];
  /** Said above the form. */
  note?: string;
}

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const PERSON = ['openid', 'profile', 'email'];

const CODE = ['authorization_code', 'refresh_token'] as const;

/** What an application can be. Each sets type, grants and authentication; PKCE is needed by every public one. */
export const KINDS = {
  web: {
    label: 'Web application',
    description: 'Runs on a server, and signs people in in their browser.',
    type: 'confidential',
    grantTypes: CODE,
    redirects: {
      description: 'Where browsers come back to after signing in, one a line.',
      example: 'https://app.example.com/callback',
      required: true,
    },
    scopes: PERSON,
  },
  'single-page': {
    label: 'Single-page application',
    description: 'Runs in the browser. It has no secret, and uses PKCE.',
    type: 'public',
    grantTypes: CODE,
    redirects: {
      description: 'The page that the browser comes back to, one a line. Its origin may call the token endpoint.',
      example: 'https://app.example.com/callback',
      required: true,
    },
    scopes: PERSON,
  },
  native: {
    label: 'Mobile or desktop',
    description: 'Is installed on a device, and signs in in the browser of the system.',
    type: 'public',
    grantTypes: CODE,
    redirects: {
      description:
        'A claimed https link, a scheme with a dot, or http://127.0.0.1/…: of a loopback address any port is accepted.',
      example: 'com.example.app:/callback',
      required: true,
    },
    scopes: [...PERSON, 'offline_access'],
  },
  machine: {
    label: 'Machine to machine',
    description: 'Acts for itself. No person signs in.',
    type: 'confidential',
    grantTypes: ['client_credentials'],
    scopes: [],
  },
  device: {
    label: 'Television or command line',
    description: 'Shows a code, which the person enters on another device.',
    type: 'public',
    grantTypes: [DEVICE, 'refresh_token'],
    scopes: [...PERSON, 'offline_access'],
  },
  mcp: {
    label: 'MCP client',
    description: 'An assistant that calls tools for a person.',
    type: 'public',
    grantTypes: CODE,
    redirects: {
      description: 'Where the client comes back to, one a line. Of a loopback address any port is accepted.',
      example: 'http://127.0.0.1/callback',
      required: true,
    },
    scopes: ['openid', 'offline_access'],
    note: 'Many MCP clients register themselves, or name a document, and need nothing here. An MCP server is an API: register it under Resources.',
  },
  migrated: {
    label: 'I migrate one from elsewhere',
    description: 'From Keycloak, Auth0, Hydra, Logto or Zitadel: paste what it has there.',
    type: 'confidential',
    grantTypes: CODE,
    redirects: {
      description: 'As it has them there, one a line.',
      example: 'https://app.example.com/callback',
      required: true,
    },
    scopes: PERSON,
    note: 'It gets a Client ID and a Client secret of this server: put both into its settings, with the issuer of this server.',
  },
  documented: {
    label: 'Login API client (legacy)',
    description: 'Uses the documented calls: the application itself takes people’s passwords.',
    type: 'confidential',
    grantTypes: undefined,
    redirects: {
      description:
        'Where browsers come back to after signing in, one a line. Not needed to get tokens with a password or with the application’s own credentials.',
      example: 'https://app.example.com/callback',
      required: false,
    },
    scopes: [],
    note: 'Legacy: with the password grant the application sees passwords, and no second factor can be asked for (RFC 9700, section 2.4). It is here for clients that are written for the documented login calls. Choose another kind for new programs.',
  },
} as const satisfies Record<string, ApplicationKind>;

export type KindName = keyof typeof KINDS;

export function kindOf(name: KindName): ApplicationKind {
  return KINDS[name];
}
