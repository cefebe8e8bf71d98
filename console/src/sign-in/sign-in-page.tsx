import { Center, Paper, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface SignInPageProps {
  title: string;
  lead: string;
  children: ReactNode;
}

/** In place of every page, while a person signs in. */
export function SignInPage({ title, lead, children }: SignInPageProps) {
  useEffect(() => {
    document.title = 'Sign in · Latchkey';
  }, []);
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder shadow="md" p="xl" w="100%" maw={420}>
        <Text fw={700} c="dimmed">
          Latchkey
        </Text>
        <Title order={1} size="h2" mt="md">
          {title}
        </Title>
        <Text c="dimmed" size="sm">
          {lead}
        </Text>
        {children}
      </Paper>
    </Center>
  );
}
