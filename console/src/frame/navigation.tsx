import { Divider, NavLink, Stack, Text } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconApi,
  IconApps,
  IconBook,
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
import { type Audience, useAudience } from '../api/audience';
import { useMe } from '../api/session';
import { base } from '../base';

/** A page that the navigation leads to. */
export interface Place {
  to: string;
  label: string;
  icon: Icon;
}

/** What everyone has, in the order of the page; `of`: only who has or may have it. */
const ACCOUNT: readonly (Place & { of?: keyof Audience })[] = [
  { to: '/account', label: 'Profile', icon: IconUserCircle },
  { to: '/account/security', label: 'Security', icon: IconShieldLock },
  { to: '/account/applications', label: 'OAuth applications', icon: IconApps, of: 'isDeveloper' },
  { to: '/account/api-keys', label: 'API keys', icon: IconKey, of: 'isDeveloper' },
  { to: '/account/brands', label: 'Brands', icon: IconPalette, of: 'hasBrands' },
  { to: '/account/ip-whitelist', label: 'IP whitelist', icon: IconFilterX, of: 'hasWhitelist' },
  { to: '/account/sessions', label: 'Sessions & sign-ins', icon: IconDeviceLaptop },
  { to: '/account/consents', label: 'Applications I have allowed', icon: IconChecklist },
];

const ADMINISTRATION: readonly Place[] = [
  { to: '/admin', label: 'Dashboard', icon: IconLayoutDashboard },
  { to: '/admin/users', label: 'Users', icon: IconUsers },
  { to: '/admin/brands', label: 'Brands', icon: IconPalette },
  { to: '/admin/applications', label: 'All applications', icon: IconApps },
  { to: '/admin/scopes', label: 'Scopes', icon: IconListCheck },
  { to: '/admin/resources', label: 'Resources', icon: IconApi },
  { to: '/admin/signing-keys', label: 'Signing keys', icon: IconRotateClockwise },
  { to: '/admin/audit', label: 'Audit trail', icon: IconHistory },
  { to: '/admin/refusals', label: 'Why was I refused?', icon: IconLockAccess },
  { to: '/admin/incidents', label: 'Incidents', icon: IconAlertTriangle },
];

/** The pages that the person finds in the navigation. */
export function usePlaces(): { administration: readonly Place[]; account: readonly Place[] } {
  const { data: me } = useMe();
  const audience = useAudience();
  return {
    administration: me?.role === 'admin' ? ADMINISTRATION : [],
    account: ACCOUNT.filter(({ of }) => of === undefined || audience[of]),
  };
}

export function Navigation() {
  const { administration, account } = usePlaces();
  const { isDeveloper } = useAudience();
  return (
    <Stack gap="md">
      {administration.length > 0 ? (
        <>
          <Section title="Administration" places={administration} />
          <Divider />
        </>
      ) : null}
      <Section title="Account & Settings" places={account} />
      {isDeveloper ? (
        <>
          <Divider />
          <nav aria-label="Help">
            <NavLink
              href={`${base}/docs/guides`}
              label="Guides"
              leftSection={<IconBook size={18} stroke={1.6} aria-hidden />}
              className="place"
            />
          </nav>
        </>
      ) : null}
    </Stack>
  );
}

function Section({ title, places }: { title: string; places: readonly Place[] }) {
  const { pathname } = useLocation();
  // the longest that fits: /account/applications/1 belongs to OAuth applications
  const current = places
    .map(({ to }) => to)
    .filter((to) => pathname === to || pathname.startsWith(`${to}/`))
    .sort((a, b) => b.length - a.length)[0];
  return (
    <nav aria-label={title}>
      <Text size="xs" fw={700} c="dimmed" tt="uppercase" mb={4}>
        {title}
      </Text>
      {places.map(({ to, label, icon: Picture }) => (
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
