/** Something that asks the person for a fresh second factor. True: it was proved; false: they would rather not. */
type Ask = () => Promise<boolean>;

let ask: Ask | undefined;
let asking: Promise<boolean> | undefined;

/** Sets what asks; returns how to take it away. */
export function asksForStepUp(asker: Ask): () => void {
  ask = asker;
  return () => {
    if (ask === asker) ask = undefined;
  };
}

/** How long another tab's new cookie may take to arrive, in milliseconds. */
const NEW_COOKIE = 500;

/**
 * `fetch`, for acts that take a fresh second factor: it asks for one and sends the request again, so that the page that
 * sent it notices nothing. Several requests at once ask once.
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 */
export async function fetchWithStepUp(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetchWithNewCookie(request);
  if (response.status !== 401 || ask === undefined || !wantsFreshFactor(response)) return response;
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return (await asking) ? fetch(again) : response;
}

/**
 * A step-up, a change of the password or the end of all other sessions gives the session another cookie. A request that
 * was under way with the one before was refused before it did anything, and is sent once more.
 */
async function fetchWithNewCookie(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  if (response.status !== 401 || !challengeOf(response).includes('error="invalid_token"')) return response;
  await new Promise((resolve) => setTimeout(resolve, NEW_COOKIE));
  return fetch(again);
}

function wantsFreshFactor(response: Response): boolean {
  return challengeOf(response).includes('error="insufficient_user_authentication"');
}

function challengeOf({ headers }: Response): string {
  return headers.get('www-authenticate') ?? '';
}
