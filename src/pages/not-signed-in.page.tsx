import { Layout, type Look } from './layout.js';
import { OfferedWayOn, type WayOn } from './way-on.js';

interface NotSignedInProps {
  look: Look;
  /** Where the application that sent the person wants them to go. */
  wayOn: WayOn | undefined;
}

/** Says that there was no session to end; goes nowhere by itself. */
export function NotSignedInPage({ look, wayOn }: NotSignedInProps): string {
  return (
    <Layout title="Signed out" look={look}>
      <h1>You are signed out</h1>
      {wayOn === undefined ? <p role="status">You can close this page.</p> : <OfferedWayOn {...wayOn} />}
    </Layout>
  ) as string;
}
