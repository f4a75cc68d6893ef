import { formatPercent, fromPercent } from '../../shared/thousandths';
import { toneOf, VariationMark } from '../../shared/ui/variation-mark';
import classes from './exposure-bar.module.css';

interface Props {
  /** In the flag's own order. */
  variations: readonly string[];
  /** Shares in percent. */
  exposure: Readonly<Record<string, number>>;
  /** The variation that counts as "not exposed". */
  off: string | undefined;
  /** Whether rules decide about some before these shares do. */
  afterRules: boolean;
}

/** Who gets what of the line, as a bar; the legend says the same in numbers. */
export function ExposureBar({ variations, exposure, off, afterRules }: Props) {
  const exposed = variations.filter((variation) => variation !== off);
  const parts = [...exposed, ...variations.filter((variation) => variation === off)].map((variation) => ({
    variation,
    tone: toneOf(variation, variations, off),
    share: fromPercent(exposure[variation] ?? 0),
  }));
  return (
    <div className={classes.exposure}>
      <div className={classes.bar} aria-hidden="true">
        {parts.map(({ variation, tone, share }) => (
          <div key={variation} className={classes.part} data-tone={tone} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className={classes.legend} aria-label="Share by variation">
        {parts.map(({ variation, share }) => (
          <li key={variation}>
            <VariationMark variation={variation} variations={variations} off={off} />
            <strong>{formatPercent(share)} %</strong>
          </li>
        ))}
        {afterRules && <li>of those whom no rule decides</li>}
      </ul>
    </div>
  );
}
