import { z } from 'zod';
import { displayedName, displayedText } from './displayed-text.js';

const MAX_LENGTH = 200;

const text = displayedText(MAX_LENGTH).min(1, 'must not be empty');
const name = displayedName(MAX_LENGTH);
const address = z.url({ protocol: /^https?$/, message: 'must be an absolute http(s) URL' }).max(2048);

/**
 * Claims about a person beyond name and e-mail address, in the terms of OpenID Connect. Stored as one document.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
export const profileSchema = z
  .strictObject({
    given_name: name,
    family_name: name,
    middle_name: name,
    nickname: name,
    profile: address,
    picture: address,
    website: address,
    gender: text,
    birthdate: text.regex(/^(\d{4}|(\d{4}-\d{2}-\d{2}))$/, 'must be YYYY-MM-DD, 0000-MM-DD without the year, or YYYY'),
    zoneinfo: text.regex(/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+){0,2}$/, 'must be a time zone such as Europe/Berlin'),
    locale: text.regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag such as en-GB'),
    phone_number: text.regex(/^\+[\d ()./-]{5,30}(;ext=\d{1,10})?$/, 'must be in E.164 form, such as +49 30 1234567'),
    phone_number_verified: z.boolean('must be true or false'),
    address: z
      .strictObject({
        formatted: z.string('must be a string').min(1).max(1000),
        street_address: z.string('must be a string').min(1).max(500),
        locality: text,
        region: text,
        postal_code: text,
        country: text,
      })
      .partial(),
  })
  .partial();

export type Profile = z.infer<typeof profileSchema>;
