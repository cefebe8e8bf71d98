import { Text } from '@mantine/core';

/** Which browser, in a few words, out of what it says of itself. */
export function browserOf(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return 'an unknown program';
  const browser = /\b(Edg|OPR|Firefox|Chrome|Safari|curl|HTTPie|python-requests|okhttp|PostmanRuntime|node)\b/i.exec(
    userAgent,
  )?.[1];
  const system = /\b(Windows|Android|iPhone|iPad|Mac OS X|Linux)\b/.exec(userAgent)?.[1];
  const name = browser === 'Edg' ? 'Edge' : browser === 'OPR' ? 'Opera' : browser;
  if (name === undefined) return userAgent.slice(0, 40);
  return system === undefined ? name : `${name} on ${system === 'Mac OS X' ? 'macOS' : system}`;
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
