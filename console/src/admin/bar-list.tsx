import { Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useId } from 'react';

interface BarListProps {
  title: string;
  items: readonly { name: string; count: number }[];
  empty: string;
}

/** Counts by name, most first, each as a bar and as a number. */
export function BarList({ title, items, empty }: BarListProps) {
  const id = useId();
  const most = Math.max(1, ...items.map(({ count }) => count));
  return (
    <Paper component="section" withBorder p="md" aria-labelledby={id}>
      <Title order={2} size="h5" mb="sm" id={id}>
        {title}
      </Title>
      {items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        <Stack gap="xs">
          {items.slice(0, 8).map(({ name, count }) => (
            <div key={name}>
              <Group justify="space-between">
                <Text size="sm">{name}</Text>
                <Text size="sm" fw={600}>
                  {count.toLocaleString('en')}
                </Text>
              </Group>
              <Progress value={(100 * count) / most} aria-hidden />
            </div>
          ))}
        </Stack>
      )}
    </Paper>
  );
}
