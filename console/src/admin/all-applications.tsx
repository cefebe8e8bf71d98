import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { ApplicationList } from '../account/application-list';
import { PageHead } from '../kit/page-head';

export function AllApplications() {
  const create = (
    <Button component={Link} to="/account/applications/new">
      New
    </Button>
  );
  return (
    <>
      <PageHead
        title="All applications"
        lead="Everyone’s applications, and the documented ways to sign in, which can be limited and disabled like any other."
        actions={create}
      />
      <ApplicationList
        ownerId={undefined}
        empty={{ title: 'No application yet', hint: 'Create the first one.', action: create }}
      />
    </>
  );
}
