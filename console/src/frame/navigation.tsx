import { NavLink, Stack, Text } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import { useMe } from '../api/session';

const ACCOUNT = [
  ['/account', 'Profile & password'],
  ['/account/applications', 'OAuth applications'],
  ['/account/api-keys', 'API keys'],
  ['/account/ip-whitelist', 'IP whitelist'],
  ['/account/sessions', 'Sessions & sign-ins'],
  ['/account/consents', 'Applications I have allowed'],
] as const;

const ADMINISTRATION = [
  ['/admin', 'Dashboard'],
  ['/admin/users', 'Users'],
  ['/admin/brands', 'Brands'],
  ['/admin/applications', 'All applications'],
  ['/admin/scopes', 'Scopes'],
  ['/admin/resources', 'Resources'],
  ['/admin/signing-keys', 'Signing keys'],
  ['/admin/audit', 'Audit trail'],
  ['/admin/refusals', 'Why was I refused?'],
  ['/admin/incidents', 'Incidents'],
] as const;

export function Navigation() {
  const { data: me } = useMe();
  return (
    <Stack gap="lg">
      <Section title="Account & Settings" links={ACCOUNT} />
      {me?.role === 'admin' ? <Section title="Administration" links={ADMINISTRATION} /> : null}
    </Stack>
  );
}

function Section({ title, links }: { title: string; links: readonly (readonly [to: string, label: string])[] }) {
  const { pathname } = useLocation();
  // the longest that fits: /account/applications/1 belongs to OAuth applications
  const current = links
    .map(([to]) => to)
    .filter((to) => pathname === to || pathname.startsWith(`${to}/`))
    .sort((a, b) => b.length - a.length)[0];
  return (
    <nav aria-label={title}>
      <Text size="xs" fw={700} c="dimmed" tt="uppercase" mb={4}>
        {title}
      </Text>
      {links.map(([to, label]) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={label}
          active={to === current}
          aria-current={to === current ? 'page' : undefined}
          variant="light"
        />
      ))}
    </nav>
  );
}
