import { Layout, type Look } from './layout.js';

interface ServerProps {
  look: Look;
  /** Paths of what programs and their authors look for. */
  documentation: string;
  metadata: string;
}

/** Says what this server is, where it has no console to lead people to. */
export function ServerPage({ look, documentation, metadata }: ServerProps): string {
  return (
    <Layout title="Sign-in server" look={look}>
      <h1>This server signs people in</h1>
      <p>
        It speaks OAuth 2.1 and OpenID Connect. Applications send you here when you sign in; there is nothing to do on
        this page.
      </p>
      <p>
        For developers: <a href={documentation}>the API</a> and <a href={metadata}>the metadata of this server</a>.
      </p>
    </Layout>
  ) as string;
}
