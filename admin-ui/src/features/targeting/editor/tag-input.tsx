import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { writeJson } from '../../../shared/json';
import editor from './editor.module.css';
import { FaultText } from './fault-text';
import { useFaults } from './faults';
import classes from './tag-input.module.css';

/** A thing to choose: what is stored, and what people read. */
export interface Suggestion {
  value: string;
  label: string;
}

interface Props<T> {
  label: string;
  /** Where the list stands in the draft: each value's faults are below it. */
  pointer: string;
  values: readonly T[];
  placeholder: string;
  onChange(values: readonly T[]): void;
  /** What a typed text stands for. */
  read(text: string): T;
  /** Why a text can't be taken; it stays in the field, and its reason below. Undefined if it can. */
  refuse?(text: string): string | undefined;
  /** How a value is shown. */
  show(value: T): string;
  suggestions?: readonly Suggestion[];
  /** A value may hold commas and the like: only Enter, and the end of a pasted line, end one. */
  lines?: boolean;
  disabled?: boolean;
}

const SEPARATORS = /[\n\r\t,;]+/;
const LINES = /[\n\r]+/;

/**
 * Any number of values: Enter, a comma or leaving the field adds what was typed, a pasted list becomes one value each, and
 * Backspace in the empty field takes the last one back.
 */
export function TagInput<T>({
  label,
  pointer,
  values,
  placeholder,
  onChange,
  read,
  refuse = () => undefined,
  show,
  suggestions,
  lines = false,
  disabled = false,
}: Props<T>) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const faults = useFaults();
  const separators = lines ? LINES : SEPARATORS;

  const textsOf = (given: string) =>
    given
      .split(separators)
      .map((one) => one.trim())
      .filter(Boolean);
  const [refusal] = textsOf(text).flatMap((one) => refuse(one) ?? []);
  const add = (given: string) => {
    const texts = textsOf(given);
    const refused = texts.filter((one) => refuse(one) !== undefined);
    const fresh = texts.filter((one) => !refused.includes(one)).map(read);
    const known = new Set(values.map((value) => writeJson(value)));
    const news = fresh.filter((value) => {
      const name = writeJson(value);
      return !known.has(name) && known.add(name);
    });
    if (news.length > 0) {
      onChange([...values, ...news]);
    }
    setText(refused.join(', '));
  };
  const remove = (index: number) => {
    onChange(values.filter((_, i) => i !== index));
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || (event.key === ',' && !lines)) {
      event.preventDefault();
      add(text);
    } else if (event.key === 'Backspace' && text === '' && values.length > 0) {
      remove(values.length - 1);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text');
    if (separators.test(pasted)) {
      event.preventDefault();
      add(text + pasted);
    }
  };

  return (
    <div className={classes.whole}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the field means the field */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: with keys one is in the field already */}
      <div
        className={classes.box}
        data-invalid={refusal !== undefined || faults.within(pointer)}
        data-disabled={disabled}
        onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
      >
        {values.map((value, index) => (
          <span
            key={writeJson(value)}
            className={classes.tag}
            data-invalid={faults.at(`${pointer}/${index}`) !== undefined}
          >
            <span className={classes.text}>{show(value)}</span>
            <button
              type="button"
              className={classes.remove}
              aria-label={`Remove ${show(value)} from ${label}`}
              disabled={disabled}
              onClick={() => remove(index)}
            >
              <svg viewBox="0 0 10 10" width="8" height="8" aria-hidden="true">
                <path d="M1 1l8 8M9 1L1 9" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
              </svg>
            </button>
          </span>
        ))}
        <input
          ref={input}
          className={classes.input}
          aria-label={label}
          aria-invalid={refusal !== undefined || faults.within(pointer)}
          aria-describedby={`${id}-fault`}
          list={suggestions ? `${id}-list` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={text}
          placeholder={values.length === 0 ? placeholder : ''}
          disabled={disabled}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => add(text)}
        />
      </div>
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map(({ value, label: words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </datalist>
      )}
      <div id={`${id}-fault`}>
        {refusal !== undefined && (
          <p className={editor.fault} role="alert">
            {refusal}
          </p>
        )}
        <FaultText pointer={pointer} />
        {values.map((value, index) => (
          <FaultText key={writeJson(value)} pointer={`${pointer}/${index}`} />
        ))}
      </div>
    </div>
  );
}
