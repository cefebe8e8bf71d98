import { Field } from '../fields/field.js';
import { type Kind, rule } from '../fields/kind.js';
import { flag, object, text } from '../fields/kinds.js';
import { displayedName, displayedText } from './displayed-text.js';
import { httpUrl } from './http-url.js';

const MAX_LENGTH = 200;
const OPTIONAL = { optional: true } as const;

const name = displayedName(MAX_LENGTH);
const line = looking(/(?:)/, '');
const birthdate = looking(/^(\d{4}|(\d{4}-\d{2}-\d{2}))$/, 'must be YYYY-MM-DD, 0000-MM-DD without the year, or YYYY');
const zoneinfo = looking(/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+){0,2}$/, 'must be a time zone such as Europe/Berlin');
const locale = looking(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag such as en-GB');
const phone = looking(/^\+[\d ()./-]{5,30}(;ext=\d{1,10})?$/, 'must be in E.164 form, such as +49 30 1234567');

/** One line of text that is not empty and looks like the pattern. */
function looking(pattern: RegExp, message: string): Kind<string> {
  const shown = displayedText(MAX_LENGTH);
  return {
    ...shown,
    schema: { ...shown.schema, minLength: 1, ...(message !== '' && { pattern: pattern.source }) },
    checks: (each) => [
      ...shown.checks(each),
      rule((value: string) => (value === '' ? 'must not be empty' : undefined), each),
      rule((value: string) => (pattern.test(value) ? undefined : message), each),
    ],
  };
}

/** @see https://openid.net/specs/openid-connect-core-1_0.html#AddressClaim */
export class Address {
  @Field(text({ min: 1, max: 1000 }), OPTIONAL) formatted?: string;
  @Field(text({ min: 1, max: 500 }), OPTIONAL) street_address?: string;
  @Field(line, OPTIONAL) locality?: string;
  @Field(line, OPTIONAL) region?: string;
  @Field(line, OPTIONAL) postal_code?: string;
  @Field(line, OPTIONAL) country?: string;
}

/**
 * Claims about a person beyond name and e-mail address, in the terms of OpenID Connect. Stored as one document.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
export class Profile {
  @Field(name, OPTIONAL) given_name?: string;
  @Field(name, OPTIONAL) family_name?: string;
  @Field(name, OPTIONAL) middle_name?: string;
  @Field(name, OPTIONAL) nickname?: string;
  @Field(httpUrl, OPTIONAL) profile?: string;
  @Field(httpUrl, OPTIONAL) picture?: string;
  @Field(httpUrl, OPTIONAL) website?: string;
  @Field(line, OPTIONAL) gender?: string;
  @Field(birthdate, OPTIONAL) birthdate?: string;
  @Field(zoneinfo, OPTIONAL) zoneinfo?: string;
  @Field(locale, OPTIONAL) locale?: string;
  @Field(phone, OPTIONAL) phone_number?: string;
  @Field(flag, OPTIONAL) phone_number_verified?: boolean;
  @Field(object(Address), OPTIONAL) address?: Address;
}
