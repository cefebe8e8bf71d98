import { Alert, Button, Checkbox, Group, NumberInput, Paper, Select, Stack, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useEdits } from '../kit/edits';
import { answerOf, api } from '../api/client';
import type { Application, ApplicationChange } from '../api/resources';
import { useMe } from '../api/session';
import { linesOf } from '../kit/lines';
import { lengthOf } from '../kit/times';
import { ScopePicker } from '../kit/scope-picker';
import { ExchangeTargets } from './exchange-targets';
import { useApplicationChange } from './use-application-change';

/** A grant type of the API. */
type Grant = NonNullable<ApplicationChange['grant_types']>[number];

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** Every grant type of the API has its words here, in the order of the page: one that is missing does not compile. */
const GRANTS: Record<Grant, readonly [label: string, description: string]> = {
  authorization_code: ['Authorization code', 'People sign in in a browser.'],
  refresh_token: ['Refresh token', 'Sign-ins last beyond one access token.'],
  client_credentials: ['Client credentials', 'The application acts for itself.'],
  'urn:ietf:params:oauth:grant-type:device_code': [
    'Device code',
    'For televisions and terminals: people sign in on another device.',
  ],
  password: ['Password', 'For older clients: the application sees people’s passwords. Better not.'],
  [EXCHANGE]: ['Token exchange', 'The application trades tokens it was called with for those of the APIs below.'],
};

/** Only an administrator gives an application token exchange. */
function grantsFor(isAdmin: boolean) {
  return Object.entries(GRANTS).filter(([value]) => isAdmin || value !== EXCHANGE);
}

const POLICIES = [
  { value: 'strict', label: 'Strict: a used refresh token never works again' },
  { value: 'seconds', label: 'For some seconds: a lost answer can be asked for again' },
  { value: 'until_successor_used', label: 'Until its successor was used: for clients that keep the old token' },
];

function valuesOf(application: Application) {
  const reuse = application.refresh_reuse;
  return {
    name: application.name,
    redirect_uris: application.redirect_uris.join('\n'),
    post_logout_redirect_uris: application.post_logout_redirect_uris.join('\n'),
    scopes: application.scopes,
    grant_types: application.grant_types,
    access_token_ttl: application.access_token_ttl ?? ('' as number | ''),
    refresh_token_ttl: application.refresh_token_ttl ?? ('' as number | ''),
    policy: typeof reuse === 'number' ? 'seconds' : reuse,
    refresh_reuse: typeof reuse === 'number' ? reuse : 30,
    brand_id: application.brand_id,
    exchange_targets: application.exchange_targets,
  };
}

type Values = ReturnType<typeof valuesOf>;

function bodyOf(values: Values): ApplicationChange {
  const {
    policy,
    refresh_reuse,
    access_token_ttl,
    refresh_token_ttl,
    redirect_uris,
    post_logout_redirect_uris,
    ...rest
  } = values;
  return {
    ...rest,
    grant_types: values.grant_types as ApplicationChange['grant_types'],
    redirect_uris: linesOf(redirect_uris),
    post_logout_redirect_uris: linesOf(post_logout_redirect_uris),
    access_token_ttl: access_token_ttl === '' ? null : access_token_ttl,
    refresh_token_ttl: refresh_token_ttl === '' ? null : refresh_token_ttl,
    refresh_reuse: policy === 'seconds' ? refresh_reuse : (policy as 'strict' | 'until_successor_used'),
  };
}

const FILLED_IN = ['redirect_uris', 'scopes', 'grant_types'];

/** Adds the values that the address names, `?add_redirect_uris=…`, to the fields, where they wait to be saved. */
function useFilledIn(form: UseFormReturnType<Values>): boolean {
  const [address, setAddress] = useSearchParams();
  const [isFilledIn] = useState(() => FILLED_IN.some((field) => address.has(`add_${field}`)));
  useEffect(() => {
    const added = (field: string) => (address.get(`add_${field}`) ?? '').split(' ').filter((value) => value !== '');
    const [uris, scopes, grants] = FILLED_IN.map(added);
    if ([uris, scopes, grants].every((values) => values?.length === 0)) return;
    const { redirect_uris, scopes: had, grant_types } = form.getValues();
    form.setValues({
      redirect_uris: [...new Set([...linesOf(redirect_uris), ...(uris ?? [])])].join('\n'),
      scopes: [...new Set([...had, ...(scopes ?? [])])],
      grant_types: [...new Set([...grant_types, ...((grants ?? []) as Grant[])])],
    });
    setAddress({ tab: 'settings' }, { replace: true });
  }, [address, setAddress, form]);
  return isFilledIn && form.isDirty();
}

export function ApplicationSettings({ application }: { application: Application }) {
  const { data: me } = useMe();
  const brands = useQuery({
    queryKey: ['brands', 'choices'],
    queryFn: () => answerOf(api.GET('/api/v1/brands', { params: { query: { limit: 200 } } })),
  });
  const form = useEdits({ initialValues: valuesOf(application) });
  const save = useApplicationChange(application, form, bodyOf);
  const values = form.values;
  const isFilledIn = useFilledIn(form);
  return (
    <Paper component="section" withBorder p="lg" maw={820} aria-label="Settings">
      <form
        onSubmit={form.onSubmit((given) => {
          save.mutate(given);
        })}
      >
        <Stack gap="lg">
          {isFilledIn ? (
            <Alert color="yellow" title="Filled in from a refused request">
              Anyone may have sent that request. Nothing is saved yet: save it only if the value is right.
            </Alert>
          ) : null}
          <TextInput label="Name" withAsterisk {...form.getInputProps('name')} />
          <Textarea
            label="Redirect URIs"
            description="One a line: https, or http on 127.0.0.1, [::1] and localhost, or a scheme of its own: with a dot, or one that the server lists."
            autosize
            minRows={2}
            {...form.getInputProps('redirect_uris')}
          />
          <Textarea
            label="Post-logout redirect URIs"
            description="Where a browser may be sent after signing out, one a line."
            autosize
            minRows={1}
            {...form.getInputProps('post_logout_redirect_uris')}
          />
          <Checkbox.Group label="Grant types" description="Ways to get tokens." {...form.getInputProps('grant_types')}>
            <Stack gap="xs" mt="xs">
              {grantsFor(me?.role === 'admin').map(([value, [label, description]]) => (
                <Checkbox key={value} value={value} label={label} description={description} />
              ))}
            </Stack>
          </Checkbox.Group>
          {me?.role === 'admin' && values.grant_types.includes(EXCHANGE) ? (
            <ExchangeTargets {...form.getInputProps('exchange_targets')} />
          ) : null}
          <ScopePicker {...form.getInputProps('scopes')} />
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <NumberInput
              label="Access tokens live (seconds)"
              description={
                values.access_token_ttl === '' ? 'As the server’s setting says' : lengthOf(values.access_token_ttl)
              }
              min={60}
              max={86_400}
              allowDecimal={false}
              {...form.getInputProps('access_token_ttl')}
            />
            <NumberInput
              label="Sign-ins live unused (seconds)"
              description={
                values.refresh_token_ttl === '' ? 'As the server’s setting says' : lengthOf(values.refresh_token_ttl)
              }
              min={60}
              allowDecimal={false}
              {...form.getInputProps('refresh_token_ttl')}
            />
          </Group>
          <Select
            label="When a used refresh token is shown again"
            description="Beyond this it counts as stolen, and the whole sign-in ends."
            data={POLICIES}
            allowDeselect={false}
            {...form.getInputProps('policy')}
          />
          {values.policy === 'seconds' ? (
            <NumberInput
              label="Seconds"
              min={1}
              max={86_400}
              allowDecimal={false}
              {...form.getInputProps('refresh_reuse')}
            />
          ) : null}
          <Select
            label="Brand"
            description={
              me?.role === 'admin'
                ? 'Its pages carry this name, logo and colour.'
                : 'One you belong to: its pages carry its name, logo and colour.'
            }
            placeholder="None"
            clearable
            data={brands.data?.data.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            {...form.getInputProps('brand_id')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
