import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionProps {
  title: string;
  /** Whether what it is about is in use. Left out: that is no question. */
  isOn?: boolean;
  children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Section({ title, isOn, children }: SectionProps) {
  const heading = (
    <Title order={2} size="h4">
      {title}
    </Title>
  );
  return (
    <Paper component="section" withBorder p="lg" aria-label={title}>
      <Stack>
        {isOn === undefined ? (
          heading
        ) : (
          <Group justify="space-between">
            {heading}
            <Badge color={isOn ? 'teal' : 'gray'} variant="light">
              {isOn ? 'on' : 'off'}
            </Badge>
          </Group>
        )}
        {children}
      </Stack>
    </Paper>
  );
}

interface SectionRowProps {
  name: string;
  /** Beside the name, such as which one this is. */
  mark?: string | undefined;
  details: ReactNode;
  /** What can be done with it. */
  children: ReactNode;
}

/** One of the things that a section lists. */
export function SectionRow({ name, mark, details, children }: SectionRowProps) {
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start" role="group" aria-label={name}>
      <Stack gap={0}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {name}
          </Text>
          {mark === undefined ? null : (
            <Badge color="teal" variant="light">
              {mark}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {details}
        </Text>
      </Stack>
      <Group gap="xs" wrap="nowrap" flex="none">
        {children}
      </Group>
    </Group>
  );
}
