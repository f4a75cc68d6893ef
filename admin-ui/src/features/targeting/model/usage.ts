import type { Schema } from '../../../shared/http';

/** Evaluations by time and variation, as a chart and a table want them. */
export interface Usage {
  total: number;
  /** In the flag's own order; then what code got from its own default, under null. */
  variations: readonly { variation: string | null; count: number }[];
  places: readonly { place: string; count: number }[];
  /** Seconds since 1970, one for each step; those nobody reported in count nothing. */
  times: readonly number[];
  /** For each of `variations`, a count for each of `times`. */
  series: readonly (readonly number[])[];
}

export function usageOf(measures: Schema<'MeasureSeries'>, order: readonly string[]): Usage {
  const { evaluations, stepSeconds } = measures;
  const found = new Set(evaluations.map(({ variation }) => variation));
  const names: (string | null)[] = [
    ...order,
    ...[...found].filter((name): name is string => name !== null && !order.includes(name)),
    ...(found.has(null) ? [null] : []),
  ];
  const first = Math.ceil(seconds(measures.from) / stepSeconds) * stepSeconds;
  const steps = Math.max(Math.ceil((seconds(measures.to) - first) / stepSeconds), 1);
  const times = Array.from({ length: steps }, (_, i) => first + i * stepSeconds);
  const series = names.map((name) => {
    const counts = times.map(() => 0);
    for (const { points } of evaluations.filter(({ variation }) => variation === name)) {
      for (const { at, count } of points) {
        const index = Math.floor((seconds(at) - first) / stepSeconds);
        if (index >= 0 && index < steps) {
          counts[index] = (counts[index] ?? 0) + count;
        }
      }
    }
    return counts;
  });
  const sum = (entries: typeof evaluations) => entries.reduce((all, { count }) => all + count, 0);
  const places = [...new Set(evaluations.map(({ place, reason }) => place ?? reason.toLowerCase()))];
  return {
    total: sum(evaluations),
    variations: names.map((variation) => ({
      variation,
      count: sum(evaluations.filter((one) => one.variation === variation)),
    })),
    places: places
      .map((place) => ({
        place,
        count: sum(evaluations.filter((one) => (one.place ?? one.reason.toLowerCase()) === place)),
      }))
      .sort((a, b) => b.count - a.count),
    times,
    series,
  };
}

function seconds(at: string): number {
  return Math.floor(Date.parse(at) / 1_000);
}
