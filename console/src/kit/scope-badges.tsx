import { Badge, Group, Text } from '@mantine/core';

/** The first few scopes, and how many more. */
export function ScopeBadges({ scopes, show = 4 }: { scopes: readonly string[]; show?: number }) {
  if (scopes.length === 0) return <Text size="sm">none</Text>;
  const more = scopes.length - show;
  return (
    <Group gap={4}>
      {scopes.slice(0, show).map((scope) => (
        <Badge key={scope} variant="default" tt="none" fw={400} ff="monospace">
          {scope}
        </Badge>
      ))}
      {more > 0 ? (
        <Text size="xs" c="dimmed" title={scopes.slice(show).join(' ')}>
          and {more} more
        </Text>
      ) : null}
    </Group>
  );
}
