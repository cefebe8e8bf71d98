import { Alert, Code, Paper, Text, Timeline, Title } from '@mantine/core';
import type { AuditEvent } from '../api/resources';
import { Moment } from '../kit/moment';
import { adviceFor } from './advice';

/** What was decided about one request, in the order it was decided. */
export function Decision({ events, requestId }: { events: readonly AuditEvent[]; requestId: string }) {
  const [first] = events;
  if (first === undefined) {
    return (
      <Alert color="gray" title="No event has this request id">
        Nothing was refused and nothing was changed by it, or it is older than the audit trail. A refusal is written a
        moment after the answer: try again in a second.
      </Alert>
    );
  }
  const refusal = events.find(({ outcome }) => outcome === 'refused');
  const steps = [
    `${refusal?.action ?? first.action} arrived from ${first.ip ?? 'the server itself'}`,
    ...whoOf(first),
    ...passedOf(refusal),
    ...events
      .filter((event) => event !== refusal)
      .map(({ action, reason }) => `${action}${reason === null ? '' : `: ${reason}`}`),
  ];
  return (
    <Paper component="section" withBorder p="lg" aria-label="The decision, step by step">
      <Title order={2} size="h4">
        Request <Code fz="md">{requestId}</Code>
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        <Moment at={first.at} />
      </Text>
      <Timeline active={refusal === undefined ? steps.length : steps.length - 1} color="teal" bulletSize={18}>
        {steps.map((step) => (
          <Timeline.Item key={step} title={<Text size="sm">{step}</Text>} />
        ))}
        {refusal === undefined ? null : <Refused event={refusal} />}
      </Timeline>
    </Paper>
  );
}

function Refused({ event }: { event: AuditEvent }) {
  const [code = 'refused', ...words] = (event.reason ?? '').split(': ');
  return (
    <Timeline.Item
      color="red"
      bullet="✕"
      title={
        <Text fw={700} c="red">
          Refused: {code}
        </Text>
      }
    >
      <Text size="sm">{words.join(': ')}</Text>
      <Text size="sm" mt="xs">
        {adviceFor(code)}
      </Text>
    </Timeline.Item>
  );
}

function whoOf({ actor, client_id }: AuditEvent): string[] {
  const steps: string[] = [];
  if (client_id !== null) steps.push(`The client calls itself ${client_id}`);
  if (actor.type === 'user' && actor.id !== null) steps.push(`The account was found: ${actor.id}`);
  if (actor.type === 'anonymous' && actor.id !== null) steps.push('Somebody typed a name that nobody has');
  return steps;
}

/** What the request had passed before it was refused, as far as the event says. */
function passedOf(event: AuditEvent | undefined): string[] {
  const passed = event?.details?.passed;
  return Array.isArray(passed) ? passed.filter((step) => typeof step === 'string') : [];
}
