import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { FieldError } from '../../shared/http';
import classes from './conditions-form.module.css';
import { ClauseRow } from './editor/clause-row';
import { FaultText } from './editor/fault-text';
import { FaultsProvider, faultsFrom } from './editor/faults';
import { canonical, clauseDraftOf, clauseOf, newClause } from './model/draft';
import type { Clause } from './model/types';

interface Props {
  /** "rule mail": names the fields. */
  name: string;
  /** Where the conditions stand in the body, such as `/rules/0/when`. */
  pointer: string;
  when: readonly Clause[];
  /** Segments that a condition may speak of. */
  segments: readonly string[];
  errors: readonly FieldError[];
  disabled: boolean;
  onChange(when: readonly Clause[]): void;
}

/** The conditions of a rule that serves nothing, as a segment has them: the same rows as in a flag's rules. */
export function ConditionsForm({ name, pointer, when, segments, errors, disabled, onChange }: Props) {
  const attributeListId = useId();
  const [drafts, setDrafts] = useState(() => when.map(clauseDraftOf));
  const [shown, setShown] = useState(() => canonical(when));
  if (shown !== canonical(when)) {
    // They were changed elsewhere, or what was typed here was discarded.
    setShown(canonical(when));
    if (canonical(drafts.map(clauseOf)) !== canonical(when)) {
      setDrafts(when.map(clauseDraftOf));
    }
  }
  const set = (next: typeof drafts) => {
    setDrafts(next);
    onChange(next.map(clauseOf));
  };
  return (
    <FaultsProvider value={faultsFrom(errors)}>
      <datalist id={attributeListId}>
        {['targetingKey', 'ip', 'email', 'geo.country', 'geo.region'].map((attribute) => (
          <option key={attribute} value={attribute} />
        ))}
      </datalist>
      <div className={classes.conditions}>
        {drafts.map((clause, index) => (
          <ClauseRow
            key={clause.uid}
            name={`Condition ${index + 1} of ${name}`}
            pointer={`${pointer}/${index}`}
            clause={clause}
            segments={segments}
            attributeListId={attributeListId}
            disabled={disabled}
            onChange={(changed) => set(drafts.map((one, at) => (at === index ? changed : one)))}
            onRemove={drafts.length > 1 ? () => set(drafts.filter((_, at) => at !== index)) : undefined}
          />
        ))}
      </div>
      <FaultText pointer={pointer} />
      {!disabled && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Add a condition to ${name}`}
          onClick={() => set([...drafts, newClause()])}
        >
          Add a condition
        </Button>
      )}
    </FaultsProvider>
  );
}
