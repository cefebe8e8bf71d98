import { Layout, type Look } from './layout.js';

interface SignedOutProps {
  look: Look;
  /** What applications have the browser load so that they hear of it. */
  frames: readonly string[];
  /** Where the person goes from here. */
  returnTo: string | undefined;
}

/** Seconds the frames have where no script sees that they are done. */
const PATIENCE = 5;

/** Says that the person is signed out, and lets applications know in hidden frames. */
export function SignedOutPage({ look, frames, returnTo }: SignedOutProps): string {
  const goesOn = returnTo === undefined ? {} : { script: 'signed-out.js', next: { after: PATIENCE, to: returnTo } };
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
        <iframe src={frame} title="Signing out of an application" hidden></iframe>
      ))}
    </Layout>
  ) as string;
}
