import { Button, ColorInput, Group, Paper, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { FactorPolicySelect } from '../kit/factor-policy-select';
import { editedOf, faultsOf, useEdits } from '../kit/edits';
import type { Brand } from '../api/resources';
import { useAct } from '../kit/use-act';
import { BrandPreview } from './brand-preview';

interface BrandBody {
  name: string;
  slug?: string;
  logo_url: string | null;
  primary_color: string | null;
  second_factor: Brand['second_factor'];
}

interface BrandFormProps {
  brand: Brand | undefined;
  /** Given all of it, and what was edited alone. */
  save: (body: BrandBody, edited: Partial<BrandBody>) => Promise<Brand>;
  button: string;
  done: (brand: Brand) => string;
  then?: (brand: Brand) => void;
}

function valuesOf(brand: Brand | undefined) {
  return {
    name: brand?.name ?? '',
    slug: brand?.slug ?? '',
    logo_url: brand?.logo_url ?? '',
    primary_color: brand?.primary_color ?? '',
    second_factor: brand?.second_factor ?? null,
  };
}

function bodyOf({ name, slug, logo_url, primary_color, second_factor }: ReturnType<typeof valuesOf>): BrandBody {
  return {
    name,
    ...(slug === '' ? {} : { slug }),
    logo_url: logo_url === '' ? null : logo_url,
    primary_color: primary_color === '' ? null : primary_color,
    second_factor,
  };
}

/** A brand beside the sign-in page as it would look. */
export function BrandForm({ brand, save, button, done, then }: BrandFormProps) {
  const form = useEdits({ initialValues: valuesOf(brand) });
  const act = useAct({
    act: (values: typeof form.values) => save(bodyOf(values), editedOf(form, values, bodyOf)),
    done,
    refreshes: ['brands'],
    form: faultsOf(form),
    then,
  });
  const { name, logo_url, primary_color } = form.values;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Paper component="section" withBorder p="lg" aria-label="Brand">
        <form
          onSubmit={form.onSubmit((values) => {
            act.mutate(values);
          })}
        >
          <Stack>
            <TextInput label="Name" withAsterisk {...form.getInputProps('name')} />
            <TextInput
              label="Slug"
              description="Stands in addresses. Left empty, it is made from the name."
              {...form.getInputProps('slug')}
            />
            <TextInput
              label="Logo"
              description="An https URL."
              placeholder="https://cdn.example.com/logo.svg"
              {...form.getInputProps('logo_url')}
            />
            <ColorInput
              label="Colour"
              placeholder="#0a7cff"
              format="hex"
              eyeDropperButtonProps={{ 'aria-label': 'Pick a colour from the screen' }}
              {...form.getInputProps('primary_color')}
            />
            <FactorPolicySelect
              label="Second factor of the people who sign in"
              description="At every application that carries the brand; the strictest policy counts."
              {...form.getInputProps('second_factor')}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={act.isPending} disabled={brand !== undefined && !form.isDirty()}>
                {button}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
      <BrandPreview name={name} logoUrl={logo_url} color={primary_color} />
    </SimpleGrid>
  );
}
