import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { PageHead } from '../kit/page-head';
import { ApiKeyList } from './api-key-list';

export function ApiKeys() {
  const create = (
    <Button component={Link} to="/account/api-keys/new">
      New API key
    </Button>
  );
  return (
    <>
      <PageHead
        title="API keys"
        lead="A key stands for you, for the scopes you give it. Send it as X-API-Key."
        actions={create}
      />
      <ApiKeyList
        empty={{
          title: 'No API key yet',
          hint: 'For a script or a job that should not know your password: create a key with just the scopes it needs.',
          action: create,
        }}
      />
    </>
  );
}
