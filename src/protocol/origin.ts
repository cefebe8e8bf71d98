/** The source of a request, established once at the edge. */
export interface Origin {
  /** Canonical; trusted proxies are skipped. */
  address: string;
  requestId: string;
  userAgent: string | undefined;
  /** The `client_id` of the application on whose pages it was sent, once that is known: mails carry its brand. */
  onPagesOf?: string;
}

/** What is stored of `User-Agent`. */
export function storedUserAgent({ userAgent }: Pick<Origin, 'userAgent'>): string | null {
  return userAgent?.slice(0, 256) ?? null;
}
