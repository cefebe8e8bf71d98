import { Button } from '@mantine/core';
import { isRouteErrorResponse, Link, useRouteError } from 'react-router';
import { Failure } from '../kit/failure';
import { PageHead } from '../kit/page-head';

export function NotHere() {
  return (
    <>
      <PageHead
        title="Nothing here"
        lead="The address leads nowhere. The link may be old, or what it led to was deleted."
      />
      <Button component={Link} to="/">
        To the start
      </Button>
    </>
  );
}

/** A page broke: say so, instead of showing nothing. */
export function Broken() {
  const error = useRouteError();
  return (
    <Failure
      error={isRouteErrorResponse(error) ? error.statusText : error}
      retry={() => {
        window.location.reload();
      }}
    />
  );
}
