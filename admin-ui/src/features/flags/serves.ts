import { EVERYONE, formatPercent, fromPercent, type Thousandths } from '../../shared/thousandths';
import type { Serving, Split, Targeting } from './api/get-targeting';
import type { FlagSummary } from './api/list-flags';

/** A variation whose percentage can be set at the fallthrough: what it has and what it could have at most. */
export interface Ramp {
  variation: string;
  present: Thousandths;
  most: Thousandths;
  /** Who gives and takes: the variation of everyone else. */
  rest: string | undefined;
  /** The attribute that decides who is in. */
  by: string;
}

type Flag = Pick<FlagSummary, 'variations'>;
type Served = Pick<Targeting, 'enabled' | 'offVariation' | 'fallthrough'>;

const DEFAULT_BY = 'targetingKey';

function splitOf(serve: Serving): Split | undefined {
  return typeof serve === 'object' && 'split' in serve ? serve.split : undefined;
}

function fixedOf(serve: Serving): string | undefined {
  if (typeof serve === 'string') {
    return serve;
  }
  return 'variation' in serve ? serve.variation : undefined;
}

/**
 * What the percentage control offers. The variation that takes the rest has no percentage of its own: only the others
 * can be set. A fixed serve becomes the rest when another variation gets a percentage, and gives to the off variation
 * when its own is lowered.
 */
export function rampsOf(flag: Flag, targeting: Served): readonly Ramp[] {
  const off = targeting.offVariation;
  const names = Object.keys(flag.variations);
  const split = splitOf(targeting.fallthrough);
  if (split) {
    const rest = split.rest ?? off;
    const parts = names.map((variation) => [variation, fromPercent(split.percent[variation] ?? 0)] as const);
    const free = EVERYONE - parts.reduce((sum, [, present]) => sum + present, 0);
    return parts
      .filter(([variation]) => variation !== rest)
      .map(([variation, present]) => ({ variation, present, most: present + free, rest, by: split.by ?? DEFAULT_BY }));
  }

  const fixed = fixedOf(targeting.fallthrough);
  return names
    .filter((variation) => variation !== off)
    .filter((variation) => variation !== fixed || off !== undefined)
    .map((variation) => ({
      variation,
      present: variation === fixed ? EVERYONE : 0,
      most: EVERYONE,
      rest: variation === fixed ? off : fixed,
      by: DEFAULT_BY,
    }));
}

/** The ramp a person most likely means: one that is under way, else the first. */
export function likelyRamp(ramps: readonly Ramp[]): Ramp | undefined {
  return ramps.find((ramp) => ramp.present > 0) ?? ramps[0];
}

/** What a new percentage will do, before it is applied. */
export function whatMoves(ramp: Ramp, draft: Thousandths, enabled: boolean): string {
  const rest = ramp.rest ?? 'the default of the code';
  if (!enabled) {
    return `Nobody moves now, for the flag is disabled. Once enabled, ${formatPercent(draft)} % get ${ramp.variation}.`;
  }
  const moved = formatPercent(Math.abs(draft - ramp.present));
  const [from, to] = draft > ramp.present ? [rest, ramp.variation] : [ramp.variation, rest];
  return `${moved} % of the line moves from ${from} to ${to}; nobody else moves.`;
}
