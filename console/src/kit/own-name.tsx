import { useMe } from '../api/session';

/**
 * The user name beside a password, for password managers alone: they keep a password under the text field before it, and
 * pass over one that is not displayed.
 */
export function OwnName() {
  const { data: me } = useMe();
  if (!me) return null;
  return (
    <input type="text" className="unseen" value={me.email} autoComplete="username" readOnly tabIndex={-1} aria-hidden />
  );
}
