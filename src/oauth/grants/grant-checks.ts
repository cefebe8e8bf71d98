import { CheckList } from '../../protocol/check-list.js';

/** What every token request goes through before its grant looks at it. */
export const GRANT_CHECKS = new CheckList({
  offered: 'This server offers the grant',
  'allowed-grant': 'The application may use it',
  'grant-profile': 'Its security profile allows the request',
});

/** RFC 6749 §4.3, §4.4: some grants are for applications that can keep a secret. */
export const CONFIDENTIAL = new CheckList({ confidential: 'The application can keep a secret' });
