/** Where a request comes from, established once at the edge. */
export interface Origin {
  /** Canonical; trusted proxies already looked through. */
  address: string;
  requestId: string;
  userAgent: string | undefined;
}
