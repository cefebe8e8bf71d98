import type { BrowserDescription } from '../http/described.js';

export const END_SESSION: BrowserDescription = {
  face: '/oauth',
  summary: 'End session endpoint (OpenID Connect RP-Initiated Logout)',
  description:
    'Send the browser here; a form may be posted, too. A server may post, without a browser: `id_token_hint` ends what its application holds in the session; with client authentication, or a `refresh_token` beside it, the session ends as a whole, where the application holds a sign-in there that no one else has ended. That is answered with 204.',
  parameters: {
    id_token_hint:
      'An id_token of the session; with it the person is not asked, unless they took back the consent or ended the sign-in. That the application revoked its tokens does not matter.',
    client_id: 'The application, where no id_token says it.',
    post_logout_redirect_uri: 'One of the registered ones, exactly.',
    state: 'Comes back with the person.',
  },
  redirectsTo: 'To the page that asks, or that says it is done.',
};
