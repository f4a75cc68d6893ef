import { formatPercent, fromPercent } from '../../shared/thousandths';
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

const TONES = 6;

/** Who gets what of the line, as a bar; the legend says the same in numbers. */
export function ExposureBar({ variations, exposure, off, afterRules }: Props) {
  const exposed = variations.filter((variation) => variation !== off);
  const parts = [...exposed, ...variations.filter((variation) => variation === off)].map((variation) => ({
    variation,
    tone: variation === off ? 'off' : String(exposed.indexOf(variation) % TONES),
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
        {parts.map(({ variation, tone, share }) => (
          <li key={variation}>
            <span className={classes.dot} data-tone={tone} aria-hidden="true" />
            {variation} <strong>{formatPercent(share)} %</strong>
          </li>
        ))}
        {afterRules && <li>of those whom no rule decides</li>}
      </ul>
    </div>
  );
}
