import { Button, Code, CopyButton, Group, Paper, Stack, Text } from '@mantine/core';
import { useId } from 'react';

interface CopyableProps {
  label: string;
  text: string;
  /** Several lines, such as a command. */
  block?: boolean;
}

/** A text that people take with them. */
export function Copyable({ label, text, block = false }: CopyableProps) {
  const id = useId();
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} id={id}>
          {label}
        </Text>
        <CopyButton value={text} timeout={2000}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant={copied ? 'filled' : 'light'} onClick={copy} aria-label={`Copy ${label}`}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Paper
        component="section"
        withBorder
        p="xs"
        aria-labelledby={id}
        tabIndex={block ? 0 : undefined}
        style={{ overflowX: 'auto' }}
      >
        {block ? (
          <Text component="pre" size="xs" ff="monospace" m={0} className="anywhere">
            {text}
          </Text>
        ) : (
          <Code className="anywhere" bg="transparent" p={0} fz="sm" data-testid={label}>
            {text}
          </Code>
        )}
      </Paper>
    </Stack>
  );
}
