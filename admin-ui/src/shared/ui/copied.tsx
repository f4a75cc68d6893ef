import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import classes from './copied.module.css';

const SAID_MILLIS = 2_000;

interface CopyProps {
  text: string;
  /** What is copied, for those who hear the page: "Copy the key". */
  label: string;
}

/** Puts a text into the clipboard, and says whether that worked: without https a browser may refuse. */
export function CopyButton({ text, label }: CopyProps) {
  const [said, setSaid] = useState<'copied' | 'refused'>();
  useEffect(() => {
    const timer = said && setTimeout(() => setSaid(undefined), SAID_MILLIS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('copied');
    } catch {
      setSaid('refused');
    }
  };
  return (
    <Button size="compact-sm" variant="default" aria-label={label} onClick={() => void copy()}>
      <span aria-live="polite">{said === 'copied' ? 'Copied' : said === 'refused' ? 'Select and copy' : 'Copy'}</span>
    </Button>
  );
}

interface CodeProps {
  label: string;
  text: string;
}

/** A piece of code to take away. */
export function CodeBlock({ label, text }: CodeProps) {
  return (
    <figure className={classes.block}>
      <figcaption className={classes.caption}>
        <span>{label}</span>
        <CopyButton text={text} label={`Copy: ${label}`} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
      <section className={classes.scroll} tabIndex={0} aria-label={label}>
        <pre className={classes.code}>{text}</pre>
      </section>
    </figure>
  );
}

interface SecretProps {
  /** What it is: "The SDK key of production". */
  label: string;
  value: string;
}

/** What the server shows once and then forgets. Selected as a whole at the first click. */
export function Secret({ label, value }: SecretProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.secret}>
      <input
        ref={field}
        className={classes.value}
        readOnly
        value={value}
        aria-label={label}
        spellCheck={false}
        onFocus={() => field.current?.select()}
      />
      <CopyButton text={value} label={`Copy: ${label}`} />
    </div>
  );
}
