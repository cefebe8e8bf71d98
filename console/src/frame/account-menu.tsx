import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ME, signOut, useMe } from '../api/session';
import { tellFailure } from '../kit/tell';

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const { data: me } = useMe();
  const queries = useQueryClient();
  if (!me) return null;
  const leave = async () => {
    try {
      await signOut();
      queries.setQueryData(ME, null);
    } catch (error) {
      tellFailure('You are still signed in', error);
    }
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton>
          <Avatar name={me.name ?? me.email} color="blue.9" variant="filled" />
          <VisuallyHidden>Your account: {me.email}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} truncate>
            {me.name ?? me.email}
          </Text>
          <Text size="xs" truncate>
            {me.role === 'admin' ? `${me.email} · admin` : me.email}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/account">
          Account &amp; Settings
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
