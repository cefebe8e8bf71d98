import { Text } from '@mantine/core';

/** Most of them claim to be others as well: the first that fits. */
const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
  ['curl', 'curl'],
  ['HTTPie', 'HTTPie'],
  ['python', 'Python'],
  ['okhttp', 'OkHttp'],
  ['Postman', 'Postman'],
] as const;

/** Which browser, in a few words, out of what it says of itself. */
export function browserOf(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return 'an unknown program';
  const browser = BROWSERS.find(([mark]) => userAgent.includes(mark))?.[1];
  const system = /\b(Windows|Android|iPhone|iPad|Mac OS X|Linux)\b/.exec(userAgent)?.[1];
  if (browser === undefined) return userAgent.slice(0, 40);
  return system === undefined ? browser : `${browser} on ${system === 'Mac OS X' ? 'macOS' : system}`;
}

/** An address, and what called from there. */
export function Place({ ip, userAgent }: { ip: string | null; userAgent?: string | null }) {
  return (
    <>
      <Text size="sm">{ip ?? 'unknown'}</Text>
      {userAgent === undefined ? null : (
        <Text size="xs" c="dimmed" title={userAgent ?? undefined}>
          {browserOf(userAgent)}
        </Text>
      )}
    </>
  );
}
