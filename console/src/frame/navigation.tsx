import { Divider, NavLink, Stack, Text } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconApi,
  IconApps,
  IconChecklist,
  IconDeviceLaptop,
  IconFilterX,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconListCheck,
  IconLockAccess,
  IconPalette,
  IconRotateClockwise,
  IconShieldLock,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import { useMe } from '../api/session';

const ACCOUNT = [
  ['/account', 'Profile', IconUserCircle],
  ['/account/security', 'Security', IconShieldLock],
  ['/account/applications', 'OAuth applications', IconApps],
  ['/account/api-keys', 'API keys', IconKey],
  ['/account/ip-whitelist', 'IP whitelist', IconFilterX],
  ['/account/sessions', 'Sessions & sign-ins', IconDeviceLaptop],
  ['/account/consents', 'Applications I have allowed', IconChecklist],
] as const;

const ADMINISTRATION = [
  ['/admin', 'Dashboard', IconLayoutDashboard],
  ['/admin/users', 'Users', IconUsers],
  ['/admin/brands', 'Brands', IconPalette],
  ['/admin/applications', 'All applications', IconApps],
  ['/admin/scopes', 'Scopes', IconListCheck],
  ['/admin/resources', 'Resources', IconApi],
  ['/admin/signing-keys', 'Signing keys', IconRotateClockwise],
  ['/admin/audit', 'Audit trail', IconHistory],
  ['/admin/refusals', 'Why was I refused?', IconLockAccess],
  ['/admin/incidents', 'Incidents', IconAlertTriangle],
] as const;

export function Navigation() {
  const { data: me } = useMe();
  return (
    <Stack gap="md">
      {me?.role === 'admin' ? (
        <>
          <Section title="Administration" links={ADMINISTRATION} />
          <Divider />
        </>
      ) : null}
      <Section title="Account & Settings" links={ACCOUNT} />
    </Stack>
  );
}

type Links = readonly (readonly [to: string, label: string, icon: Icon])[];

function Section({ title, links }: { title: string; links: Links }) {
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
      {links.map(([to, label, Picture]) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={label}
          leftSection={<Picture size={18} stroke={1.6} aria-hidden />}
          className="place"
          active={to === current}
          aria-current={to === current ? 'page' : undefined}
          variant="light"
        />
      ))}
    </nav>
  );
}
