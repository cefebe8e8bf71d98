import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { Link, useSearchParams } from 'react-router';
import { server } from '../base';
import { PageHead } from '../kit/page-head';
import { Waiting } from '../kit/waiting';

/** Goes on to the page of a mail's link, once a person is signed in. */
export function ConfirmAddress() {
  const [parameters] = useSearchParams();
  const token = parameters.get('token') ?? '';
  useEffect(() => {
    if (token === '') return;
    window.location.replace(`${server}/interaction/verify-email?token=${encodeURIComponent(token)}`);
  }, [token]);
  if (token === '') {
    return (
      <PageHead
        title="Confirm your address"
        lead="Open this page by the link in the mail. Your profile sends another, and takes the code of the mail as well."
        actions={
          <Button component={Link} to="/account" variant="default">
            Profile
          </Button>
        }
      />
    );
  }
  return <Waiting mih="60vh" />;
}
