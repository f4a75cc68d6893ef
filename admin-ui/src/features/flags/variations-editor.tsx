import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import type { FlagType, VariationDraft } from './variation-values';
import classes from './variations-editor.module.css';

interface Props {
  type: FlagType;
  drafts: readonly VariationDraft[];
  /** What is wrong with a line, by its id. */
  faults: Readonly<Record<number, string>>;
  /** Names that are in use and so can't be changed here. */
  fixed?: ReadonlySet<string>;
  onChange(drafts: readonly VariationDraft[]): void;
  disabled?: boolean;
}

const PLACEHOLDERS: Readonly<Record<FlagType, string>> = {
  boolean: 'true',
  string: 'Welcome',
  integer: '10',
  double: '12.5',
  json: '{"columns": 3}',
};

/** The variations of a flag: names and values, in the order in which they are offered everywhere. */
export function VariationsEditor({ type, drafts, faults, fixed, onChange, disabled = false }: Props) {
  const set = (id: number, change: Partial<VariationDraft>) =>
    onChange(drafts.map((one) => (one.id === id ? { ...one, ...change } : one)));
  const Field = type === 'json' ? Textarea : TextInput;
  return (
    <fieldset className={classes.all}>
      <legend className={classes.legend}>Variations</legend>
      <ul className={classes.list}>
        {drafts.map(({ id, name, text }, index) => (
          <li key={id} className={classes.line}>
            <TextInput
              className={classes.name ?? ''}
              aria-label={`Name of variation ${index + 1}`}
              placeholder="name"
              autoComplete="off"
              spellCheck={false}
              value={name}
              disabled={disabled || (fixed?.has(name) ?? false)}
              onChange={(event) => set(id, { name: event.currentTarget.value })}
            />
            <Field
              className={classes.value ?? ''}
              aria-label={`Value of variation ${index + 1}`}
              placeholder={PLACEHOLDERS[type]}
              autoComplete="off"
              spellCheck={false}
              {...(type === 'json' ? { autosize: true, maxRows: 8 } : {})}
              value={text}
              error={faults[id]}
              disabled={disabled}
              onChange={(event: { currentTarget: { value: string } }) => set(id, { text: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={4}
              aria-label={`Remove variation ${name || index + 1}`}
              disabled={disabled || drafts.length < 2}
              onClick={() => onChange(drafts.filter((one) => one.id !== id))}
            >
              ×
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button
        size="compact-sm"
        variant="subtle"
        disabled={disabled}
        onClick={() =>
          onChange([...drafts, { id: Math.max(0, ...drafts.map((one) => one.id)) + 1, name: '', text: '' }])
        }
      >
        + Add a variation
      </Button>
    </fieldset>
  );
}
