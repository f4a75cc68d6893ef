import { Button, Chip, NativeSelect } from '@mantine/core';
import type { Draft } from '../model/draft';
import type { Prerequisite } from '../model/types';
import type { EditorSetting } from './editor-setting';
import { FaultText } from './fault-text';
import { useFaults } from './faults';
import classes from './prerequisites-editor.module.css';

interface Props {
  draft: Draft;
  setting: EditorSetting;
  onChange(draft: Draft): void;
}

/** Other flags that must be enabled and serve one of the chosen variations before this one looks any further. */
export function PrerequisitesEditor({ draft, setting, onChange }: Props) {
  const faults = useFaults();
  const { flags, disabled } = setting;
  const names = Object.keys(flags);
  const set = (index: number, prerequisite: Prerequisite) =>
    onChange({
      ...draft,
      prerequisites: draft.prerequisites.map((one, i) => (i === index ? prerequisite : one)),
    });
  return (
    <div className={classes.all}>
      {draft.prerequisites.length > 0 && (
        <ul className={classes.list}>
          {draft.prerequisites.map(({ flag, variations }, index) => {
            const pointer = `/prerequisites/${index}`;
            const offered = [...new Set([...(flags[flag] ?? []), ...variations])];
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the flag of a line changes while it is chosen
              <li key={index} className={classes.line}>
                <NativeSelect
                  aria-label={`Flag that prerequisite ${index + 1} needs`}
                  data={[{ value: '', label: 'Choose a flag' }, ...new Set([...names, ...(flag ? [flag] : [])])]}
                  value={flag}
                  error={faults.at(`${pointer}/flag`) !== undefined}
                  disabled={disabled}
                  onChange={(event) => set(index, { flag: event.currentTarget.value, variations: [] })}
                />
                {flag !== '' && (
                  <fieldset className={classes.variations}>
                    <legend>gives</legend>
                    <Chip.Group
                      multiple
                      value={[...variations]}
                      onChange={(chosen) => set(index, { flag, variations: chosen })}
                    >
                      {offered.map((variation) => (
                        <Chip key={variation} value={variation} size="xs" disabled={disabled}>
                          {variation}
                        </Chip>
                      ))}
                    </Chip.Group>
                  </fieldset>
                )}
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove prerequisite ${index + 1}${flag ? `, ${flag}` : ''}`}
                  disabled={disabled}
                  onClick={() =>
                    onChange({ ...draft, prerequisites: draft.prerequisites.filter((_, i) => i !== index) })
                  }
                >
                  Remove
                </Button>
                <div className={classes.faults}>
                  <FaultText pointer={`${pointer}/flag`} />
                  <FaultText pointer={`${pointer}/variations`} />
                  {variations.map((variation, i) => (
                    <FaultText key={variation} pointer={`${pointer}/variations/${i}`} />
                  ))}
                </div>
              </li>
            );
          })}
        </ul>
      )}
      <Button
        className={classes.add ?? ''}
        size="xs"
        variant="default"
        disabled={disabled || names.length === 0}
        onClick={() => onChange({ ...draft, prerequisites: [...draft.prerequisites, { flag: '', variations: [] }] })}
      >
        Add a prerequisite
      </Button>
    </div>
  );
}
