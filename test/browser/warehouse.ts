import type { Locator, Page } from 'playwright-core';
import { RelyingParty } from '../support/relying-party.js';
import type { Latchkey } from '../support/server.js';

export const CALLBACK = 'http://127.0.0.1:9999/callback';

/** A public application of the organisation's own; nothing listens at its callback. */
export function warehouse(server: Latchkey): Promise<RelyingParty> {
  return RelyingParty.at(server, {
    name: 'Warehouse',
    type: 'public',
    secret: null,
    firstParty: true,
    grantTypes: ['authorization_code'],
    scopes: ['openid'],
    redirectUris: [CALLBACK],
  });
}

/** One that an administrator made through the API with these settings. */
export function vault(server: Latchkey, made: unknown): RelyingParty {
  const { id, client_id: clientId } = made as { id: string; client_id: string };
  return RelyingParty.of(server, { id, clientId, clientSecret: '' }, CALLBACK);
}

/** Answers in the place of the application with the word "back". */
export async function answerCallback(page: Page): Promise<{ returned: URL | undefined }> {
  const application: { returned: URL | undefined } = { returned: undefined };
  await page.route(`${CALLBACK}*`, (route) => {
    application.returned = new URL(route.request().url());
    return route.fulfill({ body: 'back' });
  });
  return application;
}

/** The application's answer, and nothing else that has the word in it. */
export const backAtTheApplication = (page: Page): Locator => page.getByText('back', { exact: true });

/** Allows what is asked: a public application that is returned to over http asks each time. */
export async function allow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Allow' }).click();
  await backAtTheApplication(page).waitFor();
}
