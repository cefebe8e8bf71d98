import { List, Text } from '@mantine/core';
import { useScopes } from '../api/scopes';

/** What scopes allow, in the words of the catalogue. */
export function ScopeWords({ scopes }: { scopes: readonly string[] }) {
  const { data: catalogue } = useScopes();
  if (scopes.length === 0) return <Text size="sm">know who you are</Text>;
  return (
    <List size="sm" listStyleType="none">
      {scopes.map((scope) => (
        <List.Item key={scope} title={scope}>
          {catalogue?.find(({ name }) => name === scope)?.description ?? scope}
        </List.Item>
      ))}
    </List>
  );
}
