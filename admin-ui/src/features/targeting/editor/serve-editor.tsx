import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useId } from 'react';
import { VariationMark } from '../../../shared/ui/variation-mark';
import type { ServeDraft, SplitDraft } from '../model/draft';
import { asFixed, asSplit, evenly, splitParts } from '../model/split';
import { variationName } from '../model/words';
import { FaultText } from './fault-text';
import { useFaults } from './faults';
import classes from './serve-editor.module.css';
import { ShareRow } from './share-row';

interface Props {
  /** "rule de", "everyone else": names the fields. */
  name: string;
  pointer: string;
  serve: ServeDraft;
  /** In the flag's own order. */
  variations: readonly string[];
  off: string | undefined;
  attributeListId: string;
  onChange(serve: ServeDraft): void;
  disabled: boolean;
}

/** What is served at one place: one variation, or shares of the bucket line among as many as the flag has. */
export function ServeEditor(props: Props) {
  const { name, pointer, serve, variations, off, onChange, disabled } = props;
  const split = 'split' in serve;
  return (
    <div className={classes.serve}>
      <div className={classes.head}>
        <SegmentedControl
          size="xs"
          aria-label={`How ${name} is served`}
          value={split ? 'split' : 'fixed'}
          disabled={disabled}
          onChange={(kind) =>
            onChange(kind === 'split' ? asSplit(serve, variations, off) : asFixed(serve, off, variations))
          }
          data={[
            { value: 'fixed', label: 'One variation' },
            { value: 'split', label: 'Percentages' },
          ]}
        />
        {!split && (
          <NativeSelect
            aria-label={`Variation for ${name}`}
            data={known(variations, serve.variation)}
            value={serve.variation}
            disabled={disabled}
            onChange={(event) => onChange({ variation: event.currentTarget.value })}
          />
        )}
      </div>
      <FaultText pointer={pointer} />
      {split && <SplitEditor {...props} split={serve.split} onSplit={(next) => onChange({ split: next })} />}
    </div>
  );
}

/** A variation that the flag no longer has stays to be seen, and to be refused by the server in words. */
function known(variations: readonly string[], chosen: string): string[] {
  return variations.includes(chosen) ? [...variations] : [...variations, chosen];
}

interface SplitProps extends Props {
  split: SplitDraft;
  onSplit(split: SplitDraft): void;
}

function SplitEditor({ name, pointer, split, variations, off, attributeListId, onSplit, disabled }: SplitProps) {
  const id = useId();
  const faults = useFaults();
  const { rest, free } = splitParts(split, variations, off);
  const all = Object.keys(split.percent).reduce<readonly string[]>(known, variations);
  return (
    <div className={classes.split}>
      <ul className={classes.shares} aria-label={`Shares of ${name}`}>
        {all.map((variation) => (
          <ShareRow
            key={variation}
            name={name}
            pointer={`${pointer}/split/percent/${variation}`}
            split={split}
            variation={variation}
            variations={variations}
            off={off}
            free={free}
            radio={`${id}-rest`}
            onSplit={onSplit}
            disabled={disabled}
          />
        ))}
        {rest === undefined && (
          <li className={classes.codeDefault}>
            <VariationMark variation={undefined} variations={variations} off={off} /> gets the rest
          </li>
        )}
      </ul>
      <FaultText pointer={`${pointer}/split/percent`} />
      <FaultText pointer={`${pointer}/split/rest`} />
      <FaultText pointer={`${pointer}/split`} />
      <div className={classes.foot}>
        <div className={classes.by}>
          <label htmlFor={`${id}-by`}>Decided by</label>
          <TextInput
            id={`${id}-by`}
            aria-label={`Attribute that decides ${name}`}
            size="xs"
            list={attributeListId}
            autoComplete="off"
            spellCheck={false}
            value={split.by}
            error={faults.at(`${pointer}/split/by`) !== undefined}
            disabled={disabled}
            onChange={(event) => onSplit({ ...split, by: event.currentTarget.value })}
          />
          <FaultText pointer={`${pointer}/split/by`} />
        </div>
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={disabled}
          onClick={() => onSplit(evenly(split, variations, off))}
        >
          Divide evenly
        </Button>
      </div>
      <p className={classes.hint}>
        {split.by === 'random'
          ? 'Drawn afresh at every evaluation: nobody keeps what they got.'
          : `Who has the same ${split.by || '…'} gets the same, always. Who has none gets ${variationName(rest)}.`}
      </p>
    </div>
  );
}
