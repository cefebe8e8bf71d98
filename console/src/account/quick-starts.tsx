import { Paper, SegmentedControl, Select, Stack, Text, Title, useMatches } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Application } from '../api/resources';
import { Copyable } from '../kit/copyable';
import { useMetadata } from './endpoints';

/** The sources in `examples/`, each fetched when it is looked at. */
const SOURCES = import.meta.glob<string>('../../../examples/*/*.{cs,go,html,java,js,mjs,php,py,rb,sh,ts}', {
  query: '?raw',
  import: 'default',
});

/** In the order in which they are offered. */
const LANGUAGES = {
  curl: 'curl',
  browser: 'Browser (single page)',
  'node-express': 'Node (Express)',
  'node-fastify': 'Node (Fastify)',
  'node-nest': 'Node (Nest)',
  'node-next': 'Node (Next)',
  python: 'Python',
  'python-fastapi': 'Python (FastAPI)',
  'python-flask': 'Python (Flask)',
  'python-django': 'Python (Django)',
  go: 'Go',
  'java-spring': 'Java (Spring)',
  php: 'PHP',
  'php-laravel': 'PHP (Laravel)',
  ruby: 'Ruby (Sinatra)',
  dotnet: '.NET (ASP.NET Core)',
} as const;

const USES = { 'sign-in': 'Sign people in', machine: 'Call an API', api: 'Protect an API' } as const;

type Language = keyof typeof LANGUAGES;
type Use = keyof typeof USES;

interface Source {
  language: string;
  use: string;
  load: () => Promise<string>;
}

const sources: Source[] = Object.entries(SOURCES).flatMap(([file, load]) => {
  const [, language, use] = /examples\/([^/]+)\/([^/.]+)\./.exec(file) ?? [];
  return language === undefined || use === undefined ? [] : [{ language, use, load }];
});

/** Programs that work as they stand, with the values of the application filled in. */
export function QuickStarts({ application, secret }: { application: Application; secret: string | undefined }) {
  const uses = usesOf(application);
  const [use, setUse] = useState<Use>(uses[0]);
  const orientation = useMatches<'vertical' | 'horizontal'>({ base: 'vertical', xs: 'horizontal' });
  const languages = languagesOf(use, application);
  const [chosen, setChosen] = useState<Language>();
  const language = chosen !== undefined && languages.includes(chosen) ? chosen : languages[0];
  const source = sources.find((candidate) => candidate.use === use && candidate.language === language);
  const issuer = useMetadata().data?.issuer;
  const text = useQuery({
    queryKey: ['quick-start', use, language],
    staleTime: Infinity,
    enabled: source !== undefined,
    queryFn: () => source?.load() ?? '',
  });
  return (
    <Paper component="section" withBorder p="lg" aria-labelledby="quick-starts">
      <Stack gap="sm">
        <Title order={2} size="h4" id="quick-starts">
          Quick start
        </Title>
        {uses.length === 1 ? null : (
          <SegmentedControl
            aria-label="What it is for"
            orientation={orientation}
            value={use}
            onChange={setUse}
            data={uses.map((value) => ({ value, label: USES[value] }))}
          />
        )}
        <Select
          label="Language"
          data={languages.map((value) => ({ value, label: LANGUAGES[value] }))}
          value={language ?? null}
          allowDeselect={false}
          onChange={(value) => {
            setChosen(value ?? undefined);
          }}
          maw={260}
        />
        {text.data === undefined || typeof issuer !== 'string' ? null : (
          <Copyable label={USES[use]} text={filledIn(text.data, application, secret, issuer)} block />
        )}
        {application.type === 'public' && use === 'sign-in' ? (
          <Text size="sm" c="dimmed">
            A public application has no Client secret: leave it out.
          </Text>
        ) : null}
      </Stack>
    </Paper>
  );
}

function usesOf({ grant_types, type }: Application): [Use, ...Use[]] {
  const callers: Use[] = [
    ...(grant_types.includes('authorization_code') ? (['sign-in'] as const) : []),
    ...(grant_types.includes('client_credentials') && type === 'confidential' ? (['machine'] as const) : []),
  ];
  const [first, ...others] = callers;
  return first === undefined ? ['api'] : [first, ...others, 'api'];
}

function languagesOf(use: Use, { type }: Application): Language[] {
  return (Object.keys(LANGUAGES) as Language[])
    .filter((language) => sources.some((source) => source.use === use && source.language === language))
    .filter((language) => type === 'public' || language !== 'browser');
}

function filledIn(text: string, application: Application, secret: string | undefined, issuer: string): string {
  return text
    .replaceAll('https://auth.example.com', issuer)
    .replaceAll('YOUR_CLIENT_ID', application.client_id)
    .replaceAll('YOUR_CLIENT_SECRET', secret ?? 'YOUR_CLIENT_SECRET')
    .replaceAll('https://app.example.com/callback', application.redirect_uris[0] ?? 'https://app.example.com/callback');
}
