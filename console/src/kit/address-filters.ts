import { useDebouncedCallback, useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';

export interface AddressFilters<Name extends string> {
  /** What is asked for: what stood in the fields when the person last paused. */
  settled: URLSearchParams;
  /** What the field shows. */
  valueOf: (name: Name) => string;
  /** Nothing takes the filter out of the address. */
  set: (name: Name, value: string) => void;
}

/** Filters that stand in the address: the result can be sent to a colleague, and is there again on the way back. */
export function useAddressFilters<Name extends string>(): AddressFilters<Name> {
  const [given, give] = useAddress();
  const [settled] = useDebouncedValue(given, PAUSE);
  return {
    settled: new URLSearchParams(settled),
    valueOf: (name) => new URLSearchParams(given).get(name) ?? '',
    set: (name, value) => {
      const after = new URLSearchParams(given);
      if (value === '') after.delete(name);
      else after.set(name, value);
      give(after.toString());
    },
  };
}

/** Milliseconds without a letter. */
const PAUSE = 300;

/**
 * What the fields show, and how it is changed. The address follows once the person pauses: it changes too late for a field
 * to show each letter from there, and letters typed meanwhile would be lost.
 */
function useAddress() {
  const [address, setAddress] = useSearchParams();
  const there = address.toString();
  const [given, setGiven] = useState(there);
  // the last that arrived, and those on their way
  const written = useRef([there]);
  const write = useDebouncedCallback((text: string) => {
    written.current.push(text);
    setAddress(new URLSearchParams(text), { replace: true });
  }, PAUSE);
  useEffect(() => {
    const at = written.current.indexOf(there);
    written.current = at === -1 ? [there] : written.current.slice(at);
    if (at !== -1) return;
    // changed elsewhere: by a link, or on the way back
    write.cancel();
    setGiven(there);
  }, [there, write]);
  const give = (text: string) => {
    setGiven(text);
    write(text);
  };
  return [given, give] as const;
}
