import { Button, Checkbox, Fieldset, Group, Paper, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { FactorPolicySelect } from '../kit/factor-policy-select';
import { useEdits } from '../kit/edits';
import type { Application } from '../api/resources';
import { useMe } from '../api/session';
import { jwksFault, metadataBody, metadataValues, type MetadataValues } from './application-metadata';
import { ApplicationProof } from './application-proof';
import { useApplicationChange } from './use-application-change';

const SIGNED_WITH = ['ES256', 'RS256', 'EdDSA'];
const ID_TOKENS_SIGNED_WITH = [
  { value: 'RS256', label: 'RS256: every application knows it' },
  { value: 'ES256', label: 'ES256: a tenth of the work, a sixth of the signature' },
  { value: 'EdDSA', label: 'EdDSA: as little, where the application knows it' },
];
const ID_TOKENS_HAVE = [
  { value: 'by_scope', label: 'What the granted scopes cover' },
  { value: 'minimal', label: 'Only what a request names' },
];
const SUBJECTS = [
  { value: 'public', label: 'The same everywhere' },
  { value: 'pairwise', label: 'Another for this application than for others' },
];

const RULES = [
  [
    'require_pushed_authorization_requests',
    'Pushed authorization requests (PAR)',
    'It sends its requests to this server, and browsers carry only a handle.',
  ],
  [
    'require_issuer_audience',
    'Issuer as the only audience of its assertions',
    'With private_key_jwt or client_secret_jwt: aud names this server, and no address of it.',
  ],
  [
    'require_signed_request_object',
    'Signed request objects (JAR)',
    'It signs its authorization requests, so that they cannot be changed on the way.',
  ],
  [
    'dpop_bound_access_tokens',
    'DPoP-bound access tokens',
    'Its tokens work only with its key: a stolen token is worth nothing.',
  ],
  [
    'tls_client_certificate_bound_access_tokens',
    'Certificate-bound access tokens (mTLS)',
    'Its tokens work only with its TLS certificate, where the server is set up for certificates.',
  ],
] as const;

const ADDRESSES = [
  ['client_uri', 'Home page'],
  ['logo_uri', 'Logo'],
  ['policy_uri', 'Privacy policy'],
  ['tos_uri', 'Terms of service'],
] as const;

/** How an application shows who it is, what it is held to, and what it says of itself. */
export function ApplicationSecurity({ application }: { application: Application }) {
  const { data: me } = useMe();
  const form = useEdits<MetadataValues>({
    initialValues: metadataValues(application),
    validate: { jwks: jwksFault },
  });
  const save = useApplicationChange(application, form, metadataBody);
  return (
    <Paper component="section" withBorder p="lg" maw={820} aria-label="Security">
      <form
        onSubmit={form.onSubmit((values) => {
          save.mutate(values);
        })}
      >
        <Stack gap="lg">
          {application.type === 'confidential' ? (
            <Fieldset legend="Who it is">
              <Stack>
                <ApplicationProof application={application} form={form} />
              </Stack>
            </Fieldset>
          ) : null}
          <Fieldset legend="What it is held to">
            <Stack>
              {RULES.map(([name, label, description]) => (
                <Checkbox
                  key={name}
                  label={label}
                  description={description}
                  {...form.getInputProps(name, { type: 'checkbox' })}
                />
              ))}
              <FactorPolicySelect
                label="Second factor of the people who sign in"
                description="The strictest of this, the brand, the role and the server counts. Only administrators ask for less."
                {...form.getInputProps('second_factor')}
              />
              {me?.role === 'admin' ? (
                <>
                  <Select
                    label="Security profile"
                    description="Rules for banks and the like: keys, pushed requests, bound tokens."
                    placeholder="None"
                    clearable
                    data={[{ value: 'fapi2', label: 'FAPI 2.0 Security Profile' }]}
                    {...form.getInputProps('security_profile')}
                  />
                  <Checkbox
                    label="First-party"
                    description="The organisation’s own application: people are not asked whether they allow it. Taking that back ends its sign-ins."
                    {...form.getInputProps('first_party', { type: 'checkbox' })}
                  />
                  <Checkbox
                    label="Confirmed"
                    description="You have looked at its name, its addresses and what it says of itself. Pages no longer say that no administrator has."
                    {...form.getInputProps('confirmed', { type: 'checkbox' })}
                  />
                </>
              ) : null}
            </Stack>
          </Fieldset>
          <Fieldset legend="What it is told of people">
            <Stack>
              <Select
                label="Subject type"
                description="Whether a person has the same identifier (sub) at every application. Other identifiers, also by another host of the redirect URIs, end all sign-ins and consents here."
                placeholder="The same everywhere"
                clearable
                data={SUBJECTS}
                {...form.getInputProps('subject_type')}
              />
              {form.values.subject_type === 'pairwise' ? (
                <TextInput
                  label="Sector identifier"
                  description="The address of a JSON list of all redirect URIs, of all applications that share identifiers. It is read when you save."
                  {...form.getInputProps('sector_identifier_uri')}
                />
              ) : null}
              <Group grow align="flex-end" preventGrowOverflow={false}>
                <Select
                  label="id_tokens are signed with"
                  placeholder="RS256"
                  description="ES256 and EdDSA take less of the server and make shorter tokens; the application must know them."
                  clearable
                  data={ID_TOKENS_SIGNED_WITH}
                  {...form.getInputProps('id_token_signed_response_alg')}
                />
                <Select
                  label="id_tokens have of a person"
                  placeholder="The server’s default"
                  description="Userinfo has it all. Most applications read name and e-mail address in the id_token."
                  clearable
                  data={ID_TOKENS_HAVE}
                  {...form.getInputProps('id_token_claims')}
                />
                <Select
                  label="Access tokens have the type"
                  placeholder="at+jwt"
                  description="JWT is for APIs that refuse at+jwt."
                  clearable
                  data={['at+jwt', 'JWT']}
                  {...form.getInputProps('access_token_typ')}
                />
                <Select
                  label="Userinfo is signed with"
                  placeholder="Not signed"
                  clearable
                  data={SIGNED_WITH}
                  {...form.getInputProps('userinfo_signed_response_alg')}
                />
              </Group>
            </Stack>
          </Fieldset>
          <Fieldset legend="When a person signs out">
            <Stack>
              <TextInput
                label="Back-channel logout URI"
                description="This server posts a signed token there when a person signs out, and tries again until it is heard."
                placeholder="https://app.example.com/logout"
                {...form.getInputProps('backchannel_logout_uri')}
              />
              <TextInput
                label="Front-channel logout URI"
                description="The browser loads it in a frame when a person signs out. It is on the origin of a redirect URI."
                placeholder="https://app.example.com/signed-out"
                {...form.getInputProps('frontchannel_logout_uri')}
              />
            </Stack>
          </Fieldset>
          <Fieldset legend="What it says of itself">
            <Stack>
              {ADDRESSES.map(([name, label]) => (
                <TextInput key={name} label={label} placeholder="https://…" {...form.getInputProps(name)} />
              ))}
              <Textarea
                label="Contacts"
                description="One e-mail address a line."
                autosize
                minRows={1}
                {...form.getInputProps('contacts')}
              />
            </Stack>
          </Fieldset>
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
