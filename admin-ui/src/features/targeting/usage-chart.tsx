import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { toneOf } from '../../shared/ui/variation-mark';
import type { Usage } from './model/usage';
import classes from './usage-panel.module.css';

interface Props {
  usage: Usage;
  stepSeconds: number;
  variations: readonly string[];
  off: string | undefined;
}

const HEIGHT = 220;
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** Evaluations a second by time, a line for each variation. The table below says the same. */
export function UsageChart({ usage, stepSeconds, variations, off }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  // biome-ignore lint/correctness/useExhaustiveDependencies: scheme stands for the colours, which are read from the document
  useEffect(() => {
    const element = host.current;
    if (!element) {
      return;
    }
    // Colours are those of the theme, which a canvas has to be told.
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(`--sluice-${name}`).trim();
    const axis = { stroke: colour('dim'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false } };
    const plot = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_, __, most) => [0, Math.max(most * 1.1, 0.1)] } },
        axes: [
          { ...axis, space: 70, values: (_, times) => times.map((time) => CLOCK.format(time * 1_000)) },
          { ...axis, size: 52 },
        ],
        series: [
          {},
          ...usage.variations.map(({ variation }) => ({
            label: variation ?? 'default of the code',
            stroke: colour(`tone-${toneOf(variation ?? undefined, variations, off)}`),
            width: 2,
            points: { show: false },
          })),
        ],
      },
      [
        [...usage.times],
        ...usage.series.map((counts) => counts.map((count) => count / stepSeconds)),
      ] as UPlot.AlignedData,
      element,
    );
    const follow = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    follow.observe(element);
    return () => {
      follow.disconnect();
      plot.destroy();
    };
  }, [usage, stepSeconds, variations, off, scheme]);
  return <div ref={host} className={classes.chart} role="img" aria-label="Evaluations a second by variation" />;
}
