import { Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { server } from '../base';
import { CopyableId } from '../kit/copyable-id';

/** Members of the metadata, by the names that libraries ask for them. */
const ENDPOINTS = [
  ['issuer', 'Issuer'],
  ['authorization_endpoint', 'Authorization endpoint'],
  ['token_endpoint', 'Token endpoint'],
  ['userinfo_endpoint', 'UserInfo endpoint'],
  ['jwks_uri', 'Keys (JWKS)'],
  ['end_session_endpoint', 'End session endpoint'],
] as const;

const DISCOVERY = '/.well-known/openid-configuration';

/** What a library is configured with; most need the issuer alone. */
export function Endpoints() {
  const { data: metadata } = useMetadata();
  if (metadata === undefined) return null;
  const rows: [label: string, url: string][] = ENDPOINTS.map(([name, label]) => [label, String(metadata[name])]);
  rows.splice(1, 0, ['Discovery document', `${String(metadata.issuer)}${DISCOVERY}`]);
  return (
    <Paper component="section" withBorder p="lg" aria-labelledby="endpoints">
      <Title order={2} size="h4" mb="sm" id="endpoints">
        Endpoints
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {rows.map(([label, url]) => (
          <div key={label} className="fact">
            <Text size="xs" c="dimmed">
              {label}
            </Text>
            <CopyableId id={url} label={label} />
          </div>
        ))}
      </SimpleGrid>
    </Paper>
  );
}

/** What the server says of itself. @see https://openid.net/specs/openid-connect-discovery-1_0.html */
export function useMetadata() {
  return useQuery({
    queryKey: ['metadata', 'openid'],
    staleTime: Infinity,
    queryFn: async () => (await (await fetch(server + DISCOVERY)).json()) as Record<string, unknown>,
  });
}
