import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import type { Schema } from '../../shared/http';
import { Rounded, readTyped } from '../../shared/json';
import { Failure } from '../../shared/ui/failure';
import { VariationMark } from '../../shared/ui/variation-mark';
import { evaluate } from './api/evaluate';
import classes from './try-user.module.css';

interface Props {
  project: string;
  environment: string;
  flag: string;
  variations: readonly string[];
  off: string | undefined;
  /** Puts somebody among the individuals of a variation; undefined if one may not. */
  onTarget: ((variation: string, key: string) => void) | undefined;
}

const REASONS: Readonly<Record<Schema<'Decision'>['reason'], string>> = {
  STATIC: 'everyone does',
  DEFAULT: 'nothing else has decided about them',
  TARGETING_MATCH: 'they were targeted',
  SPLIT: 'their part of the line says so',
  DISABLED: 'the flag is disabled',
  PREREQUISITE_FAILED: 'a prerequisite is not met',
  ERROR: 'the flag could not be evaluated',
};

/** One user: what they get from what is in force now, and why; a click puts them among the individuals. */
export function TryUser({ project, environment, flag, variations, off, onTarget }: Props) {
  const csrf = useCsrf();
  const [key, setKey] = useState('');
  const [attributes, setAttributes] = useState('');
  const [fault, setFault] = useState<string>();
  const trying = useMutation({
    mutationFn: (context: Schema<'Context'>) => evaluate(project, environment, flag, context, csrf),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readAttributes(attributes);
    if (typeof read === 'string') {
      setFault(read);
      return;
    }
    setFault(undefined);
    trying.mutate({ ...(key === '' ? {} : { targetingKey: key }), ...(read ? { attributes: read } : {}) });
  };
  const decision = trying.data;
  const asked = trying.variables?.targetingKey;

  return (
    <section className={classes.whole} aria-label="Try a user">
      <h2 className={classes.title}>Try a user</h2>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label="Targeting key"
          placeholder="user-4711"
          size="xs"
          autoComplete="off"
          spellCheck={false}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <Textarea
          label="Attributes"
          placeholder={'geo.country: DE\nplan: gold'}
          size="xs"
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          value={attributes}
          error={fault}
          onChange={(event) => setAttributes(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" loading={trying.isPending}>
          What do they get?
        </Button>
      </form>
      {trying.error && <Failure what="This could not be decided" error={trying.error} />}
      {decision && (
        <div className={classes.answer} role="status">
          <p className={classes.gets}>
            {asked ?? 'They'} {asked === undefined ? 'get' : 'gets'}{' '}
            <strong>
              <VariationMark variation={decision.variation ?? undefined} variations={variations} off={off} />
            </strong>
            , for {REASONS[decision.reason]}
            {decision.place && placeWords(decision.place)}.
          </p>
          {decision.bucketKeyMissing && (
            <p className={classes.hint}>They lack the attribute that divides this place, so they get the rest.</p>
          )}
          <details className={classes.why}>
            <summary>Step by step</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, by keys too */}
            <pre tabIndex={0}>{decision.explanation?.text}</pre>
          </details>
          {asked !== undefined && (
            <fieldset className={classes.target}>
              <legend>Always give {asked}</legend>
              {variations.map((variation) => (
                <Button
                  key={variation}
                  size="compact-xs"
                  variant="default"
                  disabled={onTarget === undefined}
                  onClick={() => onTarget?.(variation, asked)}
                >
                  {variation}
                </Button>
              ))}
            </fieldset>
          )}
        </div>
      )}
    </section>
  );
}

function placeWords(place: string): string {
  return place === 'fallthrough' ? '' : place === 'target' ? ', as an individual' : ` (rule ${place})`;
}

/** "plan: gold" a line, or JSON; values are JSON where they can be, and texts where not. A text says what can't be read. */
export function readAttributes(text: string): Record<string, unknown> | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') {
    return undefined;
  }
  if (trimmed.startsWith('{')) {
    try {
      return readTyped(trimmed) as Record<string, unknown>;
    } catch (error) {
      return error instanceof Rounded ? error.message : 'This is no JSON that can be read';
    }
  }
  const attributes: Record<string, unknown> = {};
  for (const line of trimmed.split('\n').filter((one) => one.trim() !== '')) {
    const colon = line.indexOf(':');
    if (colon < 1) {
      return `"${line.trim()}": expected a name, a colon and a value`;
    }
    const value = attributeOf(line.slice(colon + 1).trim());
    if (value instanceof Rounded) {
      return value.message;
    }
    attributes[line.slice(0, colon).trim()] = value;
  }
  return attributes;
}

function attributeOf(text: string): unknown {
  try {
    return readTyped(text);
  } catch (error) {
    return error instanceof Rounded ? error : text;
  }
}
