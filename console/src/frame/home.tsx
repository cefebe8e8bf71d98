import { Navigate } from 'react-router';
import { useMe } from '../api/session';

/** Where a person begins: administrators with the server, others with their account. */
export function Home() {
  const { data: me } = useMe();
  return <Navigate to={me?.role === 'admin' ? '/admin' : '/account'} replace />;
}
