import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useMe } from '../api/session';
import { PageHead } from '../kit/page-head';
import { ApplicationList } from './application-list';

export function Applications() {
  const { data: me } = useMe();
  const create = (
    <Button component={Link} to="/account/applications/new">
      New
    </Button>
  );
  return (
    <>
      <PageHead
        title="OAuth applications"
        lead="An application has a Client ID and a Client secret. With them a program signs people in, or itself, and gets tokens for the scopes you ticked."
        actions={create}
      />
      <ApplicationList
        ownerId={me?.id}
        empty={{
          title: 'No application yet',
          hint: 'Create one to get a Client ID and a Client secret: a name and a few scopes are all it needs.',
          action: create,
        }}
      />
    </>
  );
}
