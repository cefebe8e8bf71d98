/** The source of a request, established once at the edge. */
export interface Origin {
  /** Canonical; trusted proxies are skipped. */
  address: string;
  requestId: string;
  userAgent: string | undefined;
}
