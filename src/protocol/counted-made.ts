/** How many things applications made for people. */
export interface CountedMade {
  apiKeys: number;
  applications: number;
}
