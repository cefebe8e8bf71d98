import { Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useLocation } from 'react-router';

interface PageHeadProps {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
}

/** What the page is, what it is for, and what one can begin here. */
export function PageHead({ title, lead, actions }: PageHeadProps) {
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = `${title} · Latchkey`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="md">
      <div>
        <Text size="xs" fw={600} c="dimmed">
          {pathname.startsWith('/admin') ? 'Administration' : 'Account & Settings'}
        </Text>
        <Title order={1} size="h2">
          <bdi>{title}</bdi>
        </Title>
        {lead === undefined ? null : (
          <Text c="dimmed" maw="44rem" mt={4}>
            {lead}
          </Text>
        )}
      </div>
      {actions}
    </Group>
  );
}
