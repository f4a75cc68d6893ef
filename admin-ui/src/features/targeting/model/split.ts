import { EVERYONE, formatPercent, type Thousandths } from '../../../shared/thousandths';
import { DEFAULT_BY, type ServeDraft, type SplitDraft } from './draft';

/** Who gets how much of the line of a split. All are whole thousandths. */
export interface SplitParts {
  shares: readonly { variation: string; share: Thousandths }[];
  rest: string | undefined;
  /** What nobody has and so the rest gets; below 0 when more is given out than there is. */
  free: Thousandths;
}

/** The parts of a split in the flag's order of variations; those that the flag does not have come last. */
export function splitParts(split: SplitDraft, order: readonly string[], off: string | undefined): SplitParts {
  const rest = split.rest ?? off;
  const named = Object.keys(split.percent);
  const variations = [
    ...order.filter((name) => named.includes(name)),
    ...named.filter((name) => !order.includes(name)),
  ];
  const shares = variations.map((variation) => ({ variation, share: split.percent[variation] ?? 0 }));
  return { shares, rest, free: EVERYONE - shares.reduce((sum, { share }) => sum + share, 0) };
}

/** The split in which this variation has this share; only the rest gives and takes. */
export function withShare(split: SplitDraft, variation: string, share: Thousandths): SplitDraft {
  return { ...split, percent: { ...split.percent, [variation]: share } };
}

/** How much a variation could have at most while the others keep theirs. */
export function mostOf(split: SplitDraft, variation: string): Thousandths {
  const others = Object.entries(split.percent).filter(([name]) => name !== variation);
  return Math.max(EVERYONE - others.reduce((sum, [, share]) => sum + share, 0), 0);
}

/**
 * The split in which this variation takes the rest. It can't have a share of its own as well, so the one that took the rest
 * before gets what was free: nobody moves by this alone.
 */
export function withRest(split: SplitDraft, variation: string, off: string | undefined): SplitDraft {
  const before = split.rest ?? off;
  if (before === variation) {
    return split;
  }
  const { free } = splitParts(split, [], off);
  const { [variation]: _, ...others } = split.percent;
  return {
    ...split,
    rest: variation,
    percent: before === undefined || free <= 0 ? others : { ...others, [before]: free },
  };
}

/** A serve as a split that gives everyone the same as before, ready to be divided; a split stays as it is. */
export function asSplit(serve: ServeDraft, variations: readonly string[], off: string | undefined): ServeDraft {
  if ('split' in serve) {
    return serve;
  }
  const fixed = serve.variation;
  const rest = fixed === off ? fixed : (off ?? variations.find((name) => name !== fixed) ?? fixed);
  return {
    split: { by: DEFAULT_BY, percent: fixed === rest ? {} : { [fixed]: EVERYONE }, rest },
  };
}

/** A split as the one variation that has most of it; a fixed serve stays as it is. */
export function asFixed(serve: ServeDraft, off: string | undefined, variations: readonly string[]): ServeDraft {
  if ('variation' in serve) {
    return serve;
  }
  const { shares, rest, free } = splitParts(serve.split, variations, off);
  const largest = shares.reduce((best, part) => (part.share > best.share ? part : best), {
    variation: rest ?? variations[0] ?? '',
    share: rest === undefined ? -1 : free,
  });
  return { variation: largest.variation };
}

/** Everyone alike, to the thousandth; the rest gets what can't be divided. */
export function evenly(split: SplitDraft, variations: readonly string[], off: string | undefined): SplitDraft {
  const rest = split.rest ?? off;
  const others = variations.filter((name) => name !== rest);
  const share = Math.floor(EVERYONE / (others.length + (rest === undefined ? 0 : 1)));
  return { ...split, percent: Object.fromEntries(others.map((name) => [name, share])) };
}

/** What is wrong with the shares as a whole. */
export function sumFault(split: SplitDraft): string | undefined {
  const { free } = splitParts(split, [], undefined);
  return free < 0 ? `${formatPercent(-free)} % too much is given out; expected at most 100 % together` : undefined;
}
