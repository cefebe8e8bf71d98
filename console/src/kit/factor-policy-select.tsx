import { Select, type SelectProps } from '@mantine/core';

const POLICIES = [
  { value: 'off', label: 'Off: it is not offered' },
  { value: 'optional', label: 'Optional: who has one is asked for it' },
  { value: 'required', label: 'Required: it is set up at the next sign-in' },
];

/** Whether people need a second factor; empty: this place says nothing. */
export function FactorPolicySelect(props: SelectProps) {
  return <Select placeholder="As the server says" clearable data={POLICIES} {...props} />;
}
