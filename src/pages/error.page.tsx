import { Layout, type Look } from './layout.js';
import { OfferedWayOn, type WayOn } from './way-on.js';

interface ErrorProps {
  look: Look;
  title: string;
  /** What happened, and the next step. */
  explanation: string;
  requestId: string;
  wayOn?: WayOn | undefined;
}

/** Shown if a request cannot be answered and must not be redirected. */
export function ErrorPage({ look, title, explanation, requestId, wayOn }: ErrorProps): string {
  return (
    <Layout title={title} look={look}>
      <h1 safe>{title}</h1>
      <p role="alert" safe>
        {explanation}
      </p>
      {wayOn === undefined ? '' : <OfferedWayOn {...wayOn} />}
      <p class="note">
        If this keeps happening, tell the people who run the application this request id: <code safe>{requestId}</code>
      </p>
    </Layout>
  ) as string;
}
