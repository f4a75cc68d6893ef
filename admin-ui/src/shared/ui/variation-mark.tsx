import classes from './variation-mark.module.css';

const TONES = 6;

/** The colour of a variation: the off variation has none, the others have theirs by the order of the flag. */
export function toneOf(variation: string | undefined, variations: readonly string[], off: string | undefined): string {
  if (variation === undefined || variation === off) {
    return 'off';
  }
  const exposed = variations.filter((one) => one !== off);
  return String(Math.max(exposed.indexOf(variation), 0) % TONES);
}

interface Props {
  /** Undefined: the default of the code. */
  variation: string | undefined;
  /** In the flag's own order. */
  variations: readonly string[];
  off: string | undefined;
}

/** A variation's name with its colour. */
export function VariationMark({ variation, variations, off }: Props) {
  return (
    <span className={classes.mark}>
      <span className={classes.dot} data-tone={toneOf(variation, variations, off)} aria-hidden="true" />
      <span className={classes.name}>{variation ?? 'the default of the code'}</span>
    </span>
  );
}
