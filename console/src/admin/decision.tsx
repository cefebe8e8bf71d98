import { Alert, Anchor, Code, Paper, Stack, Text, ThemeIcon, Timeline, Title, VisuallyHidden } from '@mantine/core';
import { Link } from 'react-router';
import type { AuditEvent } from '../api/resources';
import { titleOf } from '../kit/event-words';
import { Moment } from '../kit/moment';
import { adviceFor } from './advice';
import { comparedIn, Comparison } from './comparison';
import { type Step, stepsOf } from './steps';

const MARKS = {
  passed: { color: 'teal', sign: '✓', word: 'Passed' },
  failed: { color: 'red', sign: '✕', word: 'Failed' },
  not_reached: { color: 'gray', sign: '–', word: 'Not reached' },
} as const;

interface DecisionProps {
  /** Newest first. */
  events: readonly AuditEvent[];
  requestId: string;
}

/** The decisions about the requests of one id, each in the order of its steps: a client may give an id to several. */
export function Decision({ events, requestId }: DecisionProps) {
  const oldest = events.at(-1);
  if (oldest === undefined) return <NotFound />;
  const refusals = events.filter(isRefusal);
  const done = events.filter((event) => !isRefusal(event)).reverse();
  return (
    <Paper component="section" withBorder p="lg" aria-label="The decision, step by step">
      <Title order={2} size="h4">
        Request{' '}
        <Code fz="md" className="anywhere">
          {requestId}
        </Code>
      </Title>
      {refusals.length < 2 ? null : (
        <Text size="sm" c="dimmed" mb="sm">
          {refusals.length} refusals have this request id, the newest first.
        </Text>
      )}
      <Stack gap="lg">
        {refusals.length === 0 ? (
          <Course event={oldest} done={done} />
        ) : (
          refusals.map((refusal) => (
            <Course key={refusal.id} event={refusal} done={refusal === refusals.at(-1) ? done : []} />
          ))
        )}
      </Stack>
    </Paper>
  );
}

function isRefusal({ outcome }: AuditEvent): boolean {
  return outcome === 'refused';
}

function NotFound() {
  return (
    <Alert color="gray" title="No event has this request id">
      <Text size="sm">
        Nothing was refused and nothing was changed by it, or it is older than the audit trail. A refusal is written a
        moment after the answer: try again in a second.
      </Text>
      <Text size="sm" mt="xs">
        Refusals of one network, application and reason are kept whole up to twenty a minute. The others are counted
        together, without their request ids:{' '}
        <Anchor component={Link} to="/admin/audit?action=refusal.fold" size="sm">
          see those that were counted
        </Anchor>
        .
      </Text>
    </Alert>
  );
}

interface CourseProps {
  /** The refusal, or where there is none what was done first. */
  event: AuditEvent;
  done: readonly AuditEvent[];
}

/** What became of a request, and what it did all the same. */
function Course({ event, done }: CourseProps) {
  const steps = stepsOf(event);
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  return (
    <div>
      <Text size="sm" c="dimmed" mb="md">
        <Moment at={event.at} />
      </Text>
      <Timeline bulletSize={22} lineWidth={2} className="decision">
        <Timeline.Item bullet={<Mark outcome="passed" />} title={<Text size="sm">{arrivalOf(event)}</Text>} />
        {steps.map((step) => (
          <Timeline.Item
            key={step.check}
            lineVariant={step.outcome === 'passed' ? 'solid' : 'dashed'}
            bullet={<Mark outcome={step.outcome} />}
            title={<Sentence step={step} />}
          >
            {step === failed ? <Refused event={event} /> : null}
          </Timeline.Item>
        ))}
        {!isRefusal(event) || failed !== undefined ? null : (
          <Timeline.Item bullet={<Mark outcome="failed" />} title={<Refused event={event} />} />
        )}
        {done.map(({ id, action, reason }) => (
          <Timeline.Item
            key={id}
            bullet={<Mark outcome="passed" />}
            title={<Text size="sm">{reason === null ? titleOf(action) : `${titleOf(action)}: ${reason}`}</Text>}
          />
        ))}
      </Timeline>
    </div>
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
  const { code, words } = reasonOf(event);
  const compared = comparedIn(event);
  return (
    <>
      <Text fw={700} c="red">
        {code === undefined ? 'Refused' : `Refused: ${code}`}
      </Text>
      <Text size="sm" className="anywhere">
        {noteOf(event) ?? words}
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

/** A refused request has its code before its words; what was stopped beside it has words alone. */
function reasonOf({ reason }: AuditEvent): { code: string | undefined; words: string } {
  const [, code, words] = /^([a-z_]+): (.*)$/s.exec(reason ?? '') ?? [];
  return { code, words: words ?? reason ?? '' };
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
  const from = `${titleOf(action)}${action.includes(' ') ? ' arrived' : ','} from ${ip ?? 'the server itself'}`;
  return who.length === 0 ? from : `${from}, of ${who.join(' and ')}`;
}
