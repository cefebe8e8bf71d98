import { Layout, type Look } from './layout.js';

interface SignedOutProps {
  look: Look;
  /** The front-channel logout addresses to load. */
  frames: readonly string[];
  /** The address to continue at. */
  returnTo: string | undefined;
}

/** Seconds to wait for the frames if scripts are off. */
const PATIENCE = 5;

/**
 * What an application's frame may do: run its scripts, read its own cookies and send its own forms. It opens nothing and
 * takes this page nowhere, which in some browsers a frame may.
 */
const MAY = 'allow-forms allow-same-origin allow-scripts';

/** Confirms the sign-out, and notifies applications in hidden frames. */
export function SignedOutPage({ look, frames, returnTo }: SignedOutProps): string {
  const goesOn = returnTo === undefined ? {} : { scripts: ['signed-out.js'], next: { after: PATIENCE, to: returnTo } };
  return (
    <Layout title="Signed out" look={look} {...goesOn}>
      <h1>You are signed out</h1>
      {returnTo === undefined ? (
        <p role="status">You can close this page.</p>
      ) : (
        <p role="status">
          <a href={returnTo} id="return">
            Continue
          </a>
        </p>
      )}
      {frames.map((frame) => (
        <iframe src={frame} title="Signing out of an application" sandbox={MAY} hidden></iframe>
      ))}
    </Layout>
  ) as string;
}
