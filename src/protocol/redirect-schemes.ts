/** Private-use schemes without a dot by which programs in use want their answers. */
export const KNOWN_SCHEMES = [
  ...(['audiobookshelf', 'claude', 'cursor', 'jamfconnect', 'kitchenowl', 'oc', 'onepassword'] as const),
  ...(['raycast', 'vscode', 'vscode-insiders', 'warp', 'warppreview', 'windsurf'] as const),
] as const;

const SCHEME = /^[a-z][a-z0-9+-]*$/;

/** Schemes that browsers and operating systems give a meaning of their own, or that name a place and not a program. */
const TAKEN = [
  ...['about', 'blob', 'cid', 'content', 'data', 'devtools', 'edge', 'file', 'filesystem', 'jar', 'mhtml', 'mid', 'mk'],
  ...['mocha', 'opera', 'res', 'resource', 'view-source', 'wyciwyg'],
  ...['afp', 'dav', 'davs', 'dns', 'ftp', 'ftps', 'git', 'gopher', 'imap', 'ldap', 'ldaps', 'news', 'nfs', 'nntp'],
  ...['pop', 'rlogin', 'rsync', 'rtsp', 'scp', 'sftp', 'smb', 'ssh', 'svn', 'tcp', 'telnet', 'udp', 'ws', 'wss'],
  ...[
    'android-app',
    'callto',
    'facetime',
    'facetime-audio',
    'geo',
    'hcp',
    'help',
    'intent',
    'magnet',
    'mailto',
    'maps',
  ],
  ...['market', 'openid', 'search', 'shell', 'sip', 'sips', 'sms', 'smsto', 'tag', 'tel', 'urn', 'xmpp'],
];
const NEVER = new RegExp(`^(?:${TAKEN.join('|')}|(?:http|chrome|itms|moz-|ms-|search-|web\\+|x-).*|.*script)$`);

/**
 * The fault in a private-use scheme without a dot; undefined if there is none.
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.1
 */
export function listedSchemeFault(scheme: string): string | undefined {
  if (!SCHEME.test(scheme)) return 'is no scheme without a dot in lower case, such as cursor';
  if (NEVER.test(scheme)) return 'has a meaning of its own and can never lead back to an application';
  return undefined;
}
