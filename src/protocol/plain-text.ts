/** No control character, no lone surrogate, no line break, nothing that turns the direction of what stands around it. */
export const PLAIN_TEXT = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u;
