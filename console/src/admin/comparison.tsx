import { Button, Code, List, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { AuditEvent } from '../api/resources';
import { exactly } from '../kit/times';
import { differenceOf } from './redirect-uri-difference';

/** What was sent beside what would have been accepted, as the audit trail keeps it. */
interface Compared {
  parameter: string;
  sent: string | null;
  accepted: readonly string[];
}

/** When the application was refused. */
interface Refused {
  at: string;
  reason: string | null;
  application: { id: string; name: string } | null;
}

/** Undefined where the event sets nothing side by side. */
export function comparedIn({ details }: Pick<AuditEvent, 'details'>): Compared | undefined {
  const { parameter, sent, accepted } = (details?.compared ?? {}) as Partial<Compared>;
  return typeof parameter === 'string' && Array.isArray(accepted)
    ? { parameter, sent: typeof sent === 'string' ? sent : null, accepted: accepted.map(String) }
    : undefined;
}

/** The difference that a request was refused for, and the form that would allow it, filled in and not saved. */
export function Comparison({ event, compared }: { event: Refused; compared: Compared }) {
  if (['exp', 'nbf', 'iat'].includes(compared.parameter)) return <Clocks at={event.at} compared={compared} />;
  if (compared.parameter === 'redirect_uri' && isOfRequest(event))
    return <RedirectUris event={event} compared={compared} />;
  if (compared.parameter === 'scope') return <Scopes event={event} compared={compared} />;
  const remedy = REMEDIES[compared.parameter];
  return (
    <Stack gap="xs" mt="xs">
      <Sent compared={compared} />
      <Accepted compared={compared} />
      {remedy === undefined ? null : <Text size="sm">{remedy}</Text>}
      {compared.parameter === 'exchange_targets' ? <Remedy event={event} /> : null}
      {compared.parameter === 'grant_type' ? <Remedy event={event} change={['grant_types', compared.sent]} /> : null}
      {compared.parameter === 'token_endpoint_auth_method' ? <Remedy event={event} tab="security" /> : null}
    </Stack>
  );
}

/** A redirect URI beside those that are registered; otherwise beside the one of the authorization request. */
function isOfRequest({ reason }: Refused): boolean {
  return reason?.startsWith('invalid_grant') !== true;
}

const REMEDIES: Readonly<Record<string, string>> = {
  token_endpoint_auth_method:
    'The client library sends another kind of proof than the one that is registered. Change the setting of the library, or the registered method.',
  code_challenge_method:
    'PKCE is needed, with S256. Switch it on in the client library: it makes a code verifier and sends its SHA-256.',
  code_verifier:
    'Shown is the SHA-256 (S256), not the verifier. The verifier that is sent with the code must be the one whose challenge began this very sign-in: keep it with the state, and do not make another between.',
  redirect_uri: 'The request for the token repeats the redirect_uri of the authorization request, letter by letter.',
  response_type: 'This server answers with a code. Set the response type (or flow) of the client library to code.',
  resource:
    'Name an API that is registered under Resources, letter by letter, and with a code or refresh token one that the person was asked for.',
  exchange_targets: 'An administrator adds the API to the exchange targets of the application.',
  audience:
    'The token is for another API. Send it there; for this server get one without a resource, or with the address above.',
  htm: 'The DPoP proof is for another method. Make a proof for each request.',
  htu: 'The DPoP proof is for another address. Use the address that clients see, without query, also behind a proxy.',
  aud: 'The assertion is addressed to somewhere else. Set its audience (aud) to one of the above, letter by letter.',
};

function Sent({ compared: { parameter, sent } }: { compared: Compared }) {
  return (
    <Text size="sm">
      Sent as <Code>{parameter}</Code>:{' '}
      {sent === null || sent === '' ? 'nothing' : <Code className="anywhere">{sent}</Code>}
    </Text>
  );
}

function Accepted({ compared: { accepted } }: { compared: Compared }) {
  if (accepted.length === 0) return <Text size="sm">Nothing would have been accepted.</Text>;
  return (
    <Text size="sm" component="div">
      Accepted:
      <List size="sm">
        {accepted.map((value) => (
          <List.Item key={value}>
            <Code className="anywhere">{value}</Code>
          </List.Item>
        ))}
      </List>
    </Text>
  );
}

function RedirectUris({ event, compared: { sent, accepted } }: { event: Refused; compared: Compared }) {
  const difference = sent === null ? undefined : differenceOf(sent, accepted);
  return (
    <Stack gap="xs" mt="xs">
      <Text size="sm" component="div">
        Sent:{' '}
        {sent === null ? (
          'no redirect_uri'
        ) : (
          <Code className="anywhere">
            {sent.slice(0, difference?.at)}
            {difference === undefined ? null : <mark className="differs">{sent.slice(difference.at) || '␣'}</mark>}
          </Code>
        )}
      </Text>
      <Text size="sm" component="div">
        {accepted.length === 0 ? 'The application has registered none.' : 'Registered:'}
        <List size="sm">
          {accepted.map((uri) => (
            <List.Item key={uri}>
              <Code className="anywhere">
                {uri === difference?.nearest ? (
                  <>
                    {uri.slice(0, difference.at)}
                    <mark className="differs">{uri.slice(difference.at) || '␣'}</mark>
                  </>
                ) : (
                  uri
                )}
              </Code>
            </List.Item>
          ))}
        </List>
      </Text>
      {difference === undefined ? null : (
        <Text size="sm" fw={600}>
          {difference.sentence}
        </Text>
      )}
      {sent === null ? null : (
        <>
          <Text size="sm">
            Anyone can send any address here. Register it only if it is the application’s own; otherwise correct the
            application.
          </Text>
          <Remedy event={event} change={['redirect_uris', sent]} />
        </>
      )}
    </Stack>
  );
}

function Scopes({ event, compared }: { event: Refused; compared: Compared }) {
  const allowed = new Set(compared.accepted.join(' ').split(' '));
  const beyond = (compared.sent ?? '').split(' ').filter((scope) => scope !== '' && !allowed.has(scope));
  return (
    <Stack gap="xs" mt="xs">
      <Text size="sm" component="div">
        Asked for:{' '}
        {(compared.sent ?? '').split(' ').map((scope) => (
          <Code key={scope} mr={4}>
            {beyond.includes(scope) ? <mark className="differs">{scope}</mark> : scope}
          </Code>
        ))}
      </Text>
      <Text size="sm" component="div">
        It may have:{' '}
        {[...allowed].map((scope) => (
          <Code key={scope} mr={4}>
            {scope === '' ? 'none' : scope}
          </Code>
        ))}
      </Text>
      {event.reason?.includes('granted') === true ? (
        <Text size="sm">
          A token that is refreshed or exchanged carries no more than the person granted. Have them sign in again, with
          the scope in the request.
        </Text>
      ) : (
        <Remedy event={event} change={['scopes', beyond.join(' ')]} />
      )}
    </Stack>
  );
}

function Clocks({ at, compared: { parameter, sent } }: { at: string; compared: Compared }) {
  const stated = sent === null || Number.isNaN(Date.parse(sent)) ? sent : exactly(sent);
  return (
    <Stack gap="xs" mt="xs">
      <Text size="sm">
        What was signed says <Code>{parameter}</Code> {stated}. It arrived when the clock of this server said{' '}
        {exactly(at)}.
      </Text>
      <Text size="sm">
        Set the clock of the machine that signs by NTP, make a new one for each request, and let it be valid for a few
        minutes.
      </Text>
    </Stack>
  );
}

interface RemedyProps {
  event: Refused;
  /** The field of the settings, and the value to fill in. */
  change?: readonly [field: string, value: string | null];
  tab?: 'settings' | 'security';
}

/** To the form of the application. Nothing is saved by the click: the value comes from the request, which may be anyone's. */
function Remedy({ event: { application }, change, tab = 'settings' }: RemedyProps) {
  if (application === null) return null;
  const query = new URLSearchParams({ tab });
  const [field, value] = change ?? [];
  if (typeof field === 'string' && typeof value === 'string') query.set(`add_${field}`, value);
  return (
    <div>
      <Button
        component={Link}
        to={`/account/applications/${application.id}?${query.toString()}`}
        variant="light"
        size="xs"
      >
        {change === undefined ? `Open the settings of ${application.name}` : `Fill it in at ${application.name}`}
      </Button>
    </div>
  );
}
