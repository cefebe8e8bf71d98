/**
 * The first words of the keys of what ends: every act that ends any of it refreshes all of it, because the server alone
 * decides what ends together. A new role ends the API keys of a person, for example, and what applications made ends with
 * their sign-ins.
 */
export const ENDINGS = [
  'sign-ins',
  'sessions',
  'api-keys',
  'applications',
  'secrets',
  'consents',
  'remaining',
  'factors',
] as const;
