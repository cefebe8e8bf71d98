import { Alert, Code, Paper, Text, ThemeIcon, Timeline, Title, VisuallyHidden } from '@mantine/core';
import type { AuditEvent } from '../api/resources';
import { Moment } from '../kit/moment';
import { adviceFor } from './advice';
import { comparedIn, Comparison } from './comparison';
import { type Step, stepsOf } from './steps';

const MARKS = {
  passed: { color: 'teal', sign: '✓', word: 'Passed' },
  failed: { color: 'red', sign: '✕', word: 'Failed' },
  not_reached: { color: 'gray', sign: '–', word: 'Not reached' },
} as const;

/** The decision about one request, in the order of its steps. */
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
  const steps = refusal === undefined ? [] : stepsOf(refusal);
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  return (
    <Paper component="section" withBorder p="lg" aria-label="The decision, step by step">
      <Title order={2} size="h4">
        Request{' '}
        <Code fz="md" className="anywhere">
          {requestId}
        </Code>
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        <Moment at={first.at} />
      </Text>
      <Timeline bulletSize={22} lineWidth={2} className="decision">
        <Timeline.Item
          bullet={<Mark outcome="passed" />}
          title={<Text size="sm">{arrivalOf(refusal ?? first)}</Text>}
        />
        {steps.map((step) => (
          <Timeline.Item
            key={step.check}
            lineVariant={step.outcome === 'passed' ? 'solid' : 'dashed'}
            bullet={<Mark outcome={step.outcome} />}
            title={<Sentence step={step} />}
          >
            {step === failed && refusal !== undefined ? <Refused event={refusal} /> : null}
          </Timeline.Item>
        ))}
        {refusal === undefined || failed !== undefined ? null : (
          <Timeline.Item bullet={<Mark outcome="failed" />} title={<Refused event={refusal} />} />
        )}
        {events
          .filter((event) => event !== refusal)
          .map(({ id, action, reason }) => (
            <Timeline.Item
              key={id}
              bullet={<Mark outcome="passed" />}
              title={<Text size="sm">{reason === null ? action : `${action}: ${reason}`}</Text>}
            />
          ))}
      </Timeline>
    </Paper>
  );
}

function Mark({ outcome }: Pick<Step, 'outcome'>) {
  const { color, sign, word } = MARKS[outcome];
  return (
    <ThemeIcon size={22} radius="xl" color={color} variant={outcome === 'not_reached' ? 'light' : 'filled'}>
      <span aria-hidden>{sign}</span>
      <VisuallyHidden>{word}: </VisuallyHidden>
    </ThemeIcon>
  );
}

function Sentence({ step: { check, outcome, note } }: { step: Step }) {
  if (outcome === 'failed') return <Text fw={700}>{check}</Text>;
  return (
    <Text size="sm" c={outcome === 'not_reached' ? 'dimmed' : undefined}>
      {check}
      {note === undefined ? null : <Text span size="sm" c="dimmed" className="anywhere">{` — ${note}`}</Text>}
      {outcome === 'not_reached' ? ' (not reached)' : null}
    </Text>
  );
}

function Refused({ event }: { event: AuditEvent }) {
  const [code = 'refused', ...words] = (event.reason ?? '').split(': ');
  const compared = comparedIn(event);
  return (
    <>
      <Text fw={700} c="red">
        Refused: {code}
      </Text>
      <Text size="sm" className="anywhere">
        {noteOf(event) ?? words.join(': ')}
      </Text>
      {compared === undefined ? (
        <Text size="sm" mt="xs">
          {adviceFor(code)}
        </Text>
      ) : (
        <Comparison event={event} compared={compared} />
      )}
    </>
  );
}

function noteOf(event: AuditEvent): string | undefined {
  return stepsOf(event).find(({ outcome }) => outcome === 'failed')?.note;
}

function arrivalOf({ action, ip, client_id, application, actor }: AuditEvent): string {
  const who = [
    client_id === null ? [] : `the client ${application?.name ?? client_id}`,
    actor.type === 'user' && actor.id !== null ? `the account ${actor.name ?? actor.id}` : [],
    actor.type === 'anonymous' && actor.id !== null ? 'an unknown login' : [],
  ].flat();
  const from = `${action} arrived from ${ip ?? 'the server itself'}`;
  return who.length === 0 ? from : `${from}, of ${who.join(' and ')}`;
}
