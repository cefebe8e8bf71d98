import { Anchor, Button, Group, List, Paper, Progress, Text, ThemeIcon, Title, VisuallyHidden } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconCheck, IconCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import { server } from '../base';

interface Step {
  title: string;
  why: string;
  /** A page of the console. */
  to?: string;
  /** A page elsewhere on this server. */
  href?: string;
  done: boolean;
  /** What the server cannot see: the person says it, in this browser. */
  said?: () => void;
}

/** What a new server still lacks, ticked by what is really there; nothing once all is done. */
export function FirstSteps() {
  const { data: read } = useQuery({ queryKey: ['first-steps'], queryFn: readSteps, staleTime: 10_000 });
  const [backsUp, setBacksUp] = useLocalStorage({ key: 'latchkey-backs-up', defaultValue: false });
  const steps = read && [...read, { ...BACKUP, done: backsUp, said: () => setBacksUp(true) }];
  const done = steps?.filter((step) => step.done).length ?? 0;
  if (steps === undefined || done === steps.length) return null;
  return (
    <Paper component="section" withBorder p="lg" mb="lg" aria-labelledby="first-steps">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="first-steps">
          First steps
        </Title>
        <Text size="sm" c="dimmed">
          {done} of {steps.length} done
        </Text>
      </Group>
      <Progress value={(100 * done) / steps.length} mb="md" aria-hidden />
      <List listStyleType="none" spacing="sm" className="first-steps">
        {steps.map((step) => (
          <List.Item key={step.title}>
            <Group gap="sm" wrap="nowrap" align="flex-start">
              <ThemeIcon size={24} radius="xl" variant={step.done ? 'filled' : 'default'} color="teal.9">
                {step.done ? <IconCheck size={16} aria-hidden /> : <IconCircle size={16} aria-hidden />}
                <VisuallyHidden>{step.done ? 'Done: ' : 'To do: '}</VisuallyHidden>
              </ThemeIcon>
              <div>
                {step.to === undefined ? (
                  <Anchor href={step.href} fw={600} size="sm" td={step.done ? 'line-through' : undefined}>
                    {step.title}
                  </Anchor>
                ) : (
                  <Anchor component={Link} to={step.to} fw={600} size="sm" td={step.done ? 'line-through' : undefined}>
                    {step.title}
                  </Anchor>
                )}
                <Text size="sm" c="dimmed">
                  {step.why}
                </Text>
                {step.said === undefined || step.done ? null : (
                  <Button variant="default" size="compact-sm" mt={4} onClick={step.said}>
                    It is set up
                  </Button>
                )}
              </div>
            </Group>
          </List.Item>
        ))}
      </List>
    </Paper>
  );
}

const BACKUP = {
  title: 'Back up',
  why: 'npm run backup copies the embedded database and its key while the server runs; a PostgreSQL of your own has pg_dump.',
  href: `${server}/docs/guides/backup-and-restore`,
};

async function readSteps(): Promise<Step[]> {
  const query = { limit: 200 };
  const [issuer, mail, applications, resources, users, factors] = await Promise.all([
    issuerOf(),
    answerOf(api.GET('/api/v1/mail')),
    answerOf(api.GET('/api/v1/applications', { params: { query } })),
    answerOf(api.GET('/api/v1/resources', { params: { query: { limit: 1 } } })),
    answerOf(api.GET('/api/v1/users', { params: { query: { limit: 2 } } })),
    answerOf(api.GET('/api/v1/users/me/factors')),
  ]);
  return [
    {
      title: 'Create the first application',
      why: 'A program that signs people in or calls your APIs. It gets a Client ID, and a Client secret if it can keep one.',
      to: '/account/applications/new',
      done: applications.data.some((application) => !application.built_in),
    },
    {
      title: 'Register the first API',
      why: 'An API that accepts tokens of this server is a resource here, with the scopes it knows.',
      to: '/admin/resources',
      done: resources.data.length > 0,
    },
    {
      title: 'Invite another person',
      why: 'Another person with an account; a second administrator helps when the first one is locked out.',
      to: '/admin/users/new',
      done: users.data.length > 1,
    },
    ...(factors.offered
      ? [
          {
            title: 'A second factor for yourself',
            why: 'Then a stolen password of an administrator does not sign in. Keep the recovery codes.',
            to: '/account/security',
            done: factors.authenticator !== null || factors.passkeys.length > 0,
          },
        ]
      : []),
    {
      title: 'Set up mail',
      why: 'SMTP_URL and MAIL_FROM, so that invitations and forgotten passwords reach people.',
      href: '#mail',
      done: mail.set_up,
    },
    {
      title: 'Give the server its public address',
      why: `ISSUER stands in every token; it is ${issuer} now. Set it to the https address that people reach.`,
      href: `${server}/.well-known/openid-configuration`,
      done: issuer.startsWith('https://'),
    },
  ];
}

async function issuerOf(): Promise<string> {
  const answer = await fetch(`${server}/.well-known/openid-configuration`);
  return String(((await answer.json()) as { issuer?: unknown }).issuer);
}
