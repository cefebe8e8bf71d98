import ipaddr from 'ipaddr.js';

/** The fault in an entered address or network, and its fix. */
export class NetworkFault extends Error {}

const EXAMPLES = 'is not an IP address or CIDR, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32';
const FOUR_NUMBERS = /^\d{1,12}(\.\d{1,12}){3}$/;
const LEADING_ZERO = /(^|\.)0\d/;
const SHORT_NETWORK = /^(\d{1,3}(?:\.\d{1,3}){0,2})\/(\d{1,2})$/;
const WITH_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;

/** Suggests a correction; the text is known to be neither an address nor a network in canonical form. */
export function faultOf(text: string): NetworkFault {
  return new NetworkFault(messageFor(text));
}

function messageFor(text: string): string {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const suffix = slash < 0 ? '' : text.slice(slash);
  if (/\s/.test(text)) return 'has spaces in it; write it without them';
  if (address.includes('%')) return 'has a zone id; write the address without it';
  if (WITH_PORT.test(address) || address.startsWith('[')) return 'has a port or brackets; write the address alone';
  if (address.includes('*')) return 'has a wildcard; write a CIDR, such as 10.0.0.0/8';
  if (FOUR_NUMBERS.test(address) && LEADING_ZERO.test(address)) {
    const decimal = address.split('.').map(Number).join('.');
    return `has leading zeros, which some read as octal; did you mean ${decimal}${suffix}?`;
  }
  const network = SHORT_NETWORK.exec(text);
  if (network !== null) {
    const [, numbers = '', prefix = ''] = network;
    return `is a short form; did you mean ${[...numbers.split('.'), '0', '0', '0'].slice(0, 4).join('.')}/${prefix}?`;
  }
  if (!address.includes(':') && address.length <= 40 && !FOUR_NUMBERS.test(address) && ipaddr.IPv4.isValid(address)) {
    return `is a short or numeric form; did you mean ${ipaddr.IPv4.parse(address).toString()}${suffix}?`;
  }
  return EXAMPLES;
}
