import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { type AttributeDraft, type ContextDraft, type Kind, kinds } from './context-form';
import classes from './why.module.css';

interface Props {
  draft: ContextDraft;
  errors: ReadonlyMap<number, string>;
  busy: boolean;
  onChange(draft: ContextDraft): void;
  onAsk(): void;
}

/** Who is asking: a key, an address, attributes of any kind. */
export function ContextFields({ draft, errors, busy, onChange, onAsk }: Props) {
  const set = (index: number, change: Partial<AttributeDraft>) =>
    onChange({
      ...draft,
      attributes: draft.attributes.map((one, at) => (at === index ? { ...one, ...change } : one)),
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk();
  };
  return (
    <form className={classes.context} onSubmit={submit} aria-label="Who is asking">
      <div className={classes.who}>
        <TextInput
          label="Targeting key"
          description="Mostly the user's ID"
          value={draft.targetingKey}
          autoComplete="off"
          onChange={(event) => onChange({ ...draft, targetingKey: event.currentTarget.value })}
        />
        <TextInput
          label="IP address"
          description="Gives geo.country and the like"
          value={draft.ip}
          autoComplete="off"
          onChange={(event) => onChange({ ...draft, ip: event.currentTarget.value })}
        />
      </div>
      {draft.attributes.map(({ name, kind, text }, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is what it is by its place
          key={index}
          className={classes.attribute}
        >
          <TextInput
            aria-label={`Name of attribute ${index + 1}`}
            placeholder="plan"
            value={name}
            autoComplete="off"
            onChange={(event) => set(index, { name: event.currentTarget.value })}
          />
          <NativeSelect
            aria-label={`Kind of attribute ${index + 1}`}
            value={kind}
            data={[...kinds]}
            onChange={(event) => set(index, { kind: event.currentTarget.value as Kind, text: '' })}
          />
          {kind === 'yes or no' ? (
            <NativeSelect
              aria-label={`Value of attribute ${index + 1}`}
              value={text === 'yes' ? 'yes' : 'no'}
              data={['yes', 'no']}
              onChange={(event) => set(index, { text: event.currentTarget.value })}
            />
          ) : (
            <TextInput
              aria-label={`Value of attribute ${index + 1}`}
              placeholder={{ text: 'gold', number: '42', list: 'a, b, c', JSON: '{"beta": true}' }[kind]}
              value={text}
              autoComplete="off"
              error={errors.get(index)}
              onChange={(event) => set(index, { text: event.currentTarget.value })}
            />
          )}
          <CloseButton
            aria-label={`Remove attribute ${index + 1}`}
            onClick={() => onChange({ ...draft, attributes: draft.attributes.filter((_, at) => at !== index) })}
          />
        </div>
      ))}
      <div className={classes.buttons}>
        <Button
          variant="default"
          onClick={() =>
            onChange({ ...draft, attributes: [...draft.attributes, { name: '', kind: 'text', text: '' }] })
          }
        >
          Add an attribute
        </Button>
        <Button type="submit" loading={busy}>
          What do they get?
        </Button>
      </div>
    </form>
  );
}
