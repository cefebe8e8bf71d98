import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { server } from '../base';
import { Waiting } from '../kit/waiting';

/** Goes on to the page of a mail's link, once a person is signed in. */
export function ConfirmAddress() {
  const [parameters] = useSearchParams();
  const token = parameters.get('token') ?? '';
  useEffect(() => {
    window.location.replace(`${server}/interaction/verify-email?token=${encodeURIComponent(token)}`);
  }, [token]);
  return <Waiting mih="60vh" />;
}
