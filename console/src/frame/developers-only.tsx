import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useMayCreate } from '../api/audience';
import { PageHead } from '../kit/page-head';

/** A form that makes one, for who may make one. The API enforces it; this page only says so. */
export function DevelopersOnly({ of, children }: { of: 'applications' | 'api-keys'; children: ReactNode }) {
  if (useMayCreate(of) !== false) return children;
  return (
    <>
      <PageHead
        title="For developers"
        lead={`Administrators create the ${of === 'api-keys' ? 'API keys' : 'applications'} of this server. Ask one of them if you need one.`}
      />
      <Button component={Link} to="/account">
        To your account
      </Button>
    </>
  );
}
