import { CheckList } from '../../protocol/check-list.js';

/** The steps of every token request before those of its grant. */
export const GRANT_CHECKS = new CheckList({
  offered: 'This server offers the grant',
  'allowed-grant': 'The application may use it',
  'grant-profile': 'Its security profile allows the request',
});

/** RFC 6749 §4.3, §4.4: some grants are for confidential applications only. */
export const CONFIDENTIAL = new CheckList({ confidential: 'The application can keep a secret' });
