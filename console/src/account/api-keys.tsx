import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useMayCreate } from '../api/audience';
import { PageHead } from '../kit/page-head';
import { ApiKeyList } from './api-key-list';

export function ApiKeys() {
  const mayCreate = useMayCreate('api-keys') === true;
  const create = mayCreate ? (
    <Button component={Link} to="/account/api-keys/new">
      New API key
    </Button>
  ) : undefined;
  return (
    <>
      <PageHead
        title="API keys"
        lead="A key acts for you, within the scopes you give it. Programs send it in the header X-API-Key."
        actions={create}
      />
      <ApiKeyList
        empty={{
          title: 'No API key yet',
          hint: mayCreate
            ? 'For a script or a job that should not know your password: create a key with just the scopes it needs.'
            : 'Administrators create the API keys of this server.',
          action: create,
        }}
      />
    </>
  );
}
