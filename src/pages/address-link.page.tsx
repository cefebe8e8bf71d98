import { Layout, type Look } from './layout.js';

interface AddressLinkProps {
  look: Look;
  title: string;
  action: string;
  csrf: string;
  token: string;
  address: string;
  /** What becomes of the address; it follows it. */
  text: string;
  button: string;
}

/** Where the link of a mail leads that is about an address; nothing happens before the form is sent. */
export function AddressLinkPage({ look, title, action, csrf, token, address, text, button }: AddressLinkProps): string {
  return (
    <Layout title={title} look={look}>
      <h1 safe>{title}</h1>
      <p>
        <strong safe>{address}</strong> <span safe>{text}</span>
      </p>
      <form method="post" action={action}>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="token" value={token} />
        <button type="submit" class="primary" safe>
          {button}
        </button>
      </form>
    </Layout>
  ) as string;
}
