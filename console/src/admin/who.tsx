import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { AuditEvent } from '../api/resources';

/** The actor of an event, by name and with a link where there is a page. */
export function Who({ actor, application }: Pick<AuditEvent, 'actor' | 'application'>) {
  if (actor.type === 'user')
    return <Named to={`/admin/users/${actor.id ?? ''}`} name={actor.name} gone="a deleted user" />;
  if (actor.type === 'application') return <Through application={application} />;
  return (
    <Text size="sm" truncate>
      {actor.type === 'system' ? 'the server' : actor.id === null ? 'unknown' : 'an unknown login'}
    </Text>
  );
}

/** The application that an event went through. */
export function Through({ application }: Pick<AuditEvent, 'application'>) {
  const to = application === null ? '' : `/account/applications/${application.id}`;
  return <Named to={to} name={application?.name ?? null} gone="an unknown application" />;
}

/** What was done something to. */
export function Target({ target }: { target: NonNullable<AuditEvent['target']> }) {
  const page = PAGES[target.type];
  if (page === undefined || target.name === null) {
    return (
      <Text size="sm" truncate title={target.id}>
        {target.type.replaceAll('-', ' ')}
        {target.type === 'scope' || target.type === 'signing-key' ? ` ${target.id}` : null}
      </Text>
    );
  }
  return <Named to={`${page}/${target.id}`} name={target.name} gone={target.type} />;
}

const PAGES: Readonly<Record<string, string>> = {
  user: '/admin/users',
  brand: '/admin/brands',
  application: '/account/applications',
};

function Named({ to, name, gone }: { to: string; name: string | null; gone: string }) {
  if (name === null) {
    return (
      <Text size="sm" c="dimmed" truncate>
        {gone}
      </Text>
    );
  }
  return (
    <Anchor component={Link} to={to} size="sm" truncate display="block" title={name}>
      {name}
    </Anchor>
  );
}
