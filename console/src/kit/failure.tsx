import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { messageOf, Problem } from '../api/problem';

interface FailureProps {
  error: unknown;
  title?: string;
  retry?: () => void;
}

/** Something could not be read: why, and another try. */
export function Failure({ error, title = 'This could not be loaded', retry }: FailureProps) {
  const requestId = error instanceof Problem ? error.requestId : undefined;
  return (
    <Alert color="red" variant="light" title={title} role="alert">
      <Text size="sm">{messageOf(error)}</Text>
      {requestId === undefined ? null : (
        <Text size="sm" mt="xs">
          Request <Code>{requestId}</Code>
        </Text>
      )}
      {retry === undefined ? null : (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}
