import { Alert, Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { Application } from '../api/resources';
import { server } from '../base';
import type { MetadataValues } from './application-metadata';

const METHODS = [
  ['client_secret_basic', 'Client secret, shown in the Authorization header or the body'],
  ['client_secret_post', 'Client secret, shown in the body or the Authorization header'],
  ['client_secret_jwt', 'Client secret, never shown: it signs'],
  ['private_key_jwt', 'A key of its own, which signs; this server knows the public half'],
  ['tls_client_auth', 'A TLS certificate of an authority this server trusts'],
  ['self_signed_tls_client_auth', 'A TLS certificate of its own'],
] as const;

const CERTIFICATE_NAMES = [
  ['tls_client_auth_subject_dn', 'Subject', 'CN=payments.example.com,O=Example Bank,C=DE'],
  ['tls_client_auth_san_dns', 'DNS name', 'payments.example.com'],
  ['tls_client_auth_san_uri', 'URI', 'https://payments.example.com/client'],
  ['tls_client_auth_san_ip', 'IP address', '192.0.2.17'],
  ['tls_client_auth_san_email', 'E-mail address', 'payments@example.com'],
] as const;

const WITH_KEYS = ['private_key_jwt', 'self_signed_tls_client_auth'];
const ALGORITHMS = ['ES256', 'PS256', 'EdDSA', 'Ed25519', 'RS256'];

interface ProofProps {
  application: Application;
  form: UseFormReturnType<MetadataValues>;
}

/** How a confidential application shows who it is. */
export function ApplicationProof({ application, form }: ProofProps) {
  const method = form.values.token_endpoint_auth_method;
  const offered = useOfferedMethods();
  const isOffered = (name: string) =>
    offered.data?.includes(name) !== false || name === application.token_endpoint_auth_method;
  return (
    <>
      <Select
        label="Token endpoint authentication method"
        description="What the application proves with who it is, where it gets tokens."
        data={METHODS.filter(([name]) => isOffered(name)).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        {...form.getInputProps('token_endpoint_auth_method')}
      />
      {method === 'client_secret_jwt' && method !== application.token_endpoint_auth_method ? (
        <Alert color="yellow">
          Add another secret after saving: those made before were not kept in a form that verifies signatures.
        </Alert>
      ) : null}
      {method === 'private_key_jwt' ? (
        <Select
          label="Signed with"
          placeholder="Any algorithm of its keys"
          clearable
          data={ALGORITHMS}
          {...form.getInputProps('token_endpoint_auth_signing_alg')}
        />
      ) : null}
      {method === 'tls_client_auth' ? <CertificateName form={form} /> : null}
      <TextInput
        label="Address of its public keys"
        description="It publishes a JSON Web Key Set there, and can change its keys by itself (jwks_uri)."
        placeholder="https://app.example.com/jwks.json"
        withAsterisk={WITH_KEYS.includes(method) && form.values.jwks === ''}
        {...form.getInputProps('jwks_uri')}
      />
      <Textarea
        label="Or its public keys themselves"
        description="A JSON Web Key Set (jwks). Never the private half."
        placeholder={'{"keys": [{"kty": "EC", "crv": "P-256", "x": "…", "y": "…", "kid": "2026"}]}'}
        autosize
        minRows={2}
        maxRows={14}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        {...form.getInputProps('jwks')}
      />
    </>
  );
}

/** Exactly one name counts: naming another clears the one before. */
function CertificateName({ form }: { form: UseFormReturnType<MetadataValues> }) {
  return CERTIFICATE_NAMES.map(([name, label, example]) => {
    const others = CERTIFICATE_NAMES.filter(([other]) => other !== name && form.values[other] !== '');
    return (
      <TextInput
        key={name}
        label={`The certificate's ${label}`}
        placeholder={example}
        disabled={others.length > 0 && form.values[name] === ''}
        {...form.getInputProps(name)}
      />
    );
  });
}

/** Certificates can be shown only where the server is set up for them. */
function useOfferedMethods() {
  return useQuery({
    queryKey: ['metadata', 'auth-methods'],
    queryFn: async () => {
      const answer = await fetch(`${server}/.well-known/oauth-authorization-server`);
      const { token_endpoint_auth_methods_supported: methods } = (await answer.json()) as Record<string, unknown>;
      return Array.isArray(methods) ? methods.map(String) : [];
    },
  });
}
