import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Paper, Table, Title, VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import type { Statistics } from '../api/resources';

type Day = Statistics['days'][number];

interface DayChartProps {
  title: string;
  days: readonly Day[];
  series: readonly { key: Exclude<keyof Day, 'day'>; label: string; color: string }[];
}

/** Counts by day: bars for those who see them, a table for those who do not. */
export function DayChart({ title, days, series }: DayChartProps) {
  const id = useId();
  const data = days.map((day) => ({ ...day, day: day.day.slice(5) }));
  return (
    <Paper component="section" withBorder p="md" aria-labelledby={id}>
      <Title order={2} size="h5" mb="sm" id={id}>
        {title}
      </Title>
      <div aria-hidden>
        <BarChart
          h={180}
          data={data}
          dataKey="day"
          type="stacked"
          withLegend={series.length > 1}
          series={series.map(({ key, label, color }) => ({ name: key, label, color }))}
          barChartProps={{ accessibilityLayer: false }}
          yAxisProps={{ allowDecimals: false, width: 40 }}
        />
      </div>
      <VisuallyHidden>
        <Table aria-labelledby={id}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Day</Table.Th>
              {series.map(({ key, label }) => (
                <Table.Th key={key}>{label}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {days.map((day) => (
              <Table.Tr key={day.day}>
                <Table.Td>{day.day}</Table.Td>
                {series.map(({ key }) => (
                  <Table.Td key={key}>{day[key]}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </VisuallyHidden>
    </Paper>
  );
}
