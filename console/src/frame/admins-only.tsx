import { Button } from '@mantine/core';
import { Link, Outlet } from 'react-router';
import { useMe } from '../api/session';
import { PageHead } from '../kit/page-head';

/** Administration is for admins. The API enforces it; this page only says so. */
export function AdminsOnly() {
  const { data: me } = useMe();
  if (me?.role === 'admin') return <Outlet />;
  return (
    <>
      <PageHead
        title="For administrators"
        lead="Your account may not see this page. If it should, ask an administrator of this server to give you the role."
      />
      <Button component={Link} to="/account">
        To your account
      </Button>
    </>
  );
}
