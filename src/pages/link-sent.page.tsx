import { Layout, type Look } from './layout.js';
import { WayBack } from './way-back.js';

/** Says the same whether there is such an account or not. */
export function LinkSentPage({ look, back }: { look: Look; back: string | undefined }): string {
  return (
    <Layout title="Look at your mail" look={look}>
      <h1>Look at your mail</h1>
      <p role="status">
        If there is an account of that name, a link is on its way to its address. It works for 30 minutes, also in
        another browser or on your phone.
      </p>
      <p class="note">No mail after some minutes? Look among the unwanted ones, or ask an administrator.</p>
      <WayBack href={back} />
    </Layout>
  ) as string;
}
