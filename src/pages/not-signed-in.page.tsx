import { Layout, type Look } from './layout.js';
import { OfferedWayOn, type WayOn } from './way-on.js';

interface NotSignedInProps {
  look: Look;
  /** The address that the application asked to continue at. */
  wayOn: WayOn | undefined;
}

/** Says that there was no session to end; does not redirect. */
export function NotSignedInPage({ look, wayOn }: NotSignedInProps): string {
  return (
    <Layout title="Signed out" look={look}>
      <h1>You are signed out</h1>
      {wayOn === undefined ? <p role="status">You can close this page.</p> : <OfferedWayOn {...wayOn} />}
    </Layout>
  ) as string;
}
