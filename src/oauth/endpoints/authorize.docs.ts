import type { BrowserDescription } from '../../http/described.js';

export const AUTHORIZE: BrowserDescription = {
  face: '/oauth',
  summary: 'Authorization endpoint (RFC 6749)',
  description: 'Send the browser here; a form may be posted, too.',
  parameters: {
    'client_id!': 'The application.',
    response_type: '`code`.',
    redirect_uri: 'One of the registered ones, exactly; may be left out when there is only one.',
    scope: 'Space separated. Without it: the default scopes.',
    state: 'Comes back with the answer.',
    response_mode: '`query`, `fragment` or `form_post`.',
    code_challenge: 'RFC 7636; required of public applications.',
    code_challenge_method: '`S256`.',
    nonce: 'Comes back in the id_token.',
    prompt: '`none`, or any of `login`, `consent` and `select_account`.',
    max_age: 'Seconds since the person last signed in, at most.',
    login_hint: 'The account to suggest at sign-in.',
    request_uri: 'What a pushed authorization request was answered with; it stands for all others.',
  },
  redirectsTo:
    'To the pages, or back to the application with `code` or `error`, `state` and `iss`. An error is a page where no account is signed in, but for first-party applications and `prompt=none`.',
};
