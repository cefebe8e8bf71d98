import { Group, Paper, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import type { Statistics } from '../api/resources';
import './day-chart.css';

type Day = Statistics['days'][number];

interface Series {
  key: Exclude<keyof Day, 'day'>;
  label: string;
  /** A shade of the theme: `blue-7`. */
  color: string;
}

interface DayChartProps {
  title: string;
  days: readonly Day[];
  series: readonly Series[];
}

/** Counts by day: bars for those who see them, a table for those who do not. */
export function DayChart({ title, days, series }: DayChartProps) {
  const id = useId();
  const most = Math.max(0, ...days.map((day) => totalOf(day, series)));
  return (
    <Paper component="section" withBorder p="md" aria-labelledby={id}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5" id={id}>
          {title}
        </Title>
        {series.length > 1 ? <Legend series={series} /> : null}
      </Group>
      {most === 0 ? (
        <Text size="sm" c="dimmed">
          None in this time.
        </Text>
      ) : (
        <Bars days={days} series={series} top={roundUp(most)} />
      )}
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

function Bars({ days, series, top }: Pick<DayChartProps, 'days' | 'series'> & { top: number }) {
  return (
    <div className="day-chart" aria-hidden>
      <div className="day-chart-scale">
        {[top, top / 2, 0].map((mark) => (
          <span key={mark}>{mark.toLocaleString('en')}</span>
        ))}
      </div>
      <div className="day-chart-plot">
        {days.map((day) => (
          <div key={day.day} className="day-chart-day" title={wordsFor(day, series)}>
            {series.map(({ key, color }) => (
              <div
                key={key}
                style={{ height: `${String((100 * day[key]) / top)}%`, background: `var(--mantine-color-${color})` }}
              />
            ))}
          </div>
        ))}
      </div>
      <div className="day-chart-dates">
        <span>{dateOf(days[0])}</span>
        <span>{dateOf(days[Math.floor((days.length - 1) / 2)])}</span>
        <span>{dateOf(days.at(-1))}</span>
      </div>
    </div>
  );
}

function Legend({ series }: Pick<DayChartProps, 'series'>) {
  return (
    <Group gap="sm" aria-hidden>
      {series.map(({ key, label, color }) => (
        <Text key={key} size="xs" className="day-chart-key">
          <span style={{ background: `var(--mantine-color-${color})` }} />
          {label}
        </Text>
      ))}
    </Group>
  );
}

function totalOf(day: Day, series: readonly Series[]): number {
  return series.reduce((sum, { key }) => sum + day[key], 0);
}

function wordsFor(day: Day, series: readonly Series[]): string {
  const counts = series.map(({ key, label }) => `${label} ${day[key].toLocaleString('en')}`);
  return `${dateOf(day)}: ${counts.join(', ')}`;
}

const short = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });

function dateOf(day: Day | undefined): string {
  return day === undefined ? '' : short.format(new Date(`${day.day}T00:00:00Z`));
}

/** The next even number that is easy to read: 2, 4, 10, 20, 40, 100 … */
function roundUp(most: number): number {
  for (let power = 1; ; power *= 10) {
    const fit = [2, 4, 10].find((step) => step * power >= most);
    if (fit !== undefined) return fit * power;
  }
}
