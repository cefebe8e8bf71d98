import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useMayCreate } from '../api/audience';
import { useMe } from '../api/session';
import { PageHead } from '../kit/page-head';
import { ApplicationList } from './application-list';

export function Applications() {
  const { data: me } = useMe();
  const mayCreate = useMayCreate('applications') === true;
  const create = mayCreate ? (
    <Button component={Link} to="/account/applications/new">
      New application
    </Button>
  ) : undefined;
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
          hint: mayCreate
            ? 'Create one to get a Client ID and a Client secret: a name and a few scopes are all it needs.'
            : 'Administrators create the applications of this server.',
          action: create,
        }}
      />
    </>
  );
}
