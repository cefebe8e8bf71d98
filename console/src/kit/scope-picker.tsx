import { Button, Checkbox, Code, Fieldset, Input, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Scope } from '../api/resources';
import { useScopes } from '../api/scopes';
import { useMe } from '../api/session';
import { Failure } from './failure';
import { Waiting } from './waiting';

interface ScopePickerProps {
  value?: string[];
  onChange: (scopes: string[]) => void;
  error?: React.ReactNode;
  /** Of an application, which seldom manages this server: those scopes are shown on demand. */
  foldsManagement?: boolean;
}

const GROUPS: readonly [title: string, belongs: (scope: Scope) => boolean][] = [
  ['Your APIs', (scope) => !isOpenId(scope) && !isManagement(scope)],
  ['Signing people in', isOpenId],
  ['Managing Latchkey', isManagement],
];

/** The catalogue to tick from, each scope with what it allows. */
export function ScopePicker({ value = [], onChange, error, foldsManagement = false }: ScopePickerProps) {
  const { data: scopes, error: failure } = useScopes();
  const [search, setSearch] = useState('');
  const [opened, { open }] = useDisclosure(false);
  const isAdmin = useMe().data?.role === 'admin';
  if (failure) return <Failure error={failure} />;
  if (scopes === undefined) return <Waiting label="Loading scopes" size="sm" />;
  const wanted = search.toLowerCase();
  const shown = scopes.filter(
    (scope) => (isAdmin || !scope.admin_only) && `${scope.name} ${scope.description}`.toLowerCase().includes(wanted),
  );
  return (
    <Checkbox.Group value={value} onChange={onChange} error={error} label="Required scopes" withAsterisk>
      <Stack gap="sm" mt="xs">
        <TextInput
          type="search"
          aria-label="Search scopes"
          placeholder="Search scopes"
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
          }}
          maw={320}
        />
        {GROUPS.map(([title, belongs]) => {
          const group = shown.filter(belongs);
          if (group.length === 0) return null;
          const isFolded = foldsManagement && belongs === isManagement && wanted === '' && !opened;
          const hidden = isFolded ? group.filter(({ name }) => !value.includes(name)) : [];
          return (
            <Fieldset key={title} legend={title}>
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
                {group
                  .filter((scope) => !hidden.includes(scope))
                  .map((scope) => (
                    <Checkbox
                      key={scope.name}
                      value={scope.name}
                      label={<Code bg="transparent">{scope.name}</Code>}
                      description={scope.description}
                    />
                  ))}
              </SimpleGrid>
              {hidden.length === 0 ? null : (
                <Button variant="subtle" size="compact-sm" onClick={open}>
                  Show {hidden.length} management scopes
                </Button>
              )}
            </Fieldset>
          );
        })}
        {shown.length === 0 ? <Text size="sm">No scope matches.</Text> : null}
        <Input.Description>{value.length} ticked</Input.Description>
      </Stack>
    </Checkbox.Group>
  );
}

function isOpenId({ name }: Scope): boolean {
  return ['openid', 'profile', 'email', 'offline_access', 'address', 'phone'].includes(name);
}

function isManagement({ name, built_in, admin_only }: Scope): boolean {
  return built_in && (admin_only || /^(read|write):/.test(name));
}
