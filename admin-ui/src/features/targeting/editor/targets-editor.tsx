import { TextInput } from '@mantine/core';
import { VariationMark } from '../../../shared/ui/variation-mark';
import { DEFAULT_BY, type Draft, isByKey, withTargetKeys } from '../model/draft';
import type { EditorSetting } from './editor-setting';
import { FaultText } from './fault-text';
import { TagInput } from './tag-input';
import classes from './targets-editor.module.css';

interface Props {
  draft: Draft;
  setting: EditorSetting;
  onChange(draft: Draft): void;
}

/** Individuals: for each variation, the keys that get it whatever the rules say. */
export function TargetsEditor({ draft, setting, onChange }: Props) {
  const { variations, off, disabled } = setting;
  // A variation without a target has a line to write the first key into; others by another attribute follow.
  const lines = [
    ...variations.map((variation) => ({
      variation,
      index: draft.targets.findIndex((target) => target.variation === variation && isByKey(target)),
    })),
    ...draft.targets.flatMap((target, index) =>
      isByKey(target) && variations.includes(target.variation) ? [] : [{ variation: target.variation, index }],
    ),
  ];
  return (
    <ul className={classes.targets}>
      {lines.map(({ variation, index }) => {
        const target = draft.targets[index];
        const pointer = `/targets/${index < 0 ? draft.targets.length : index}`;
        return (
          <li key={`${variation} ${target?.attribute ?? ''} ${index < 0 ? '' : index}`} className={classes.target}>
            <div className={classes.who}>
              <VariationMark variation={variation} variations={variations} off={off} />
              {target && !isByKey(target) && (
                <TextInput
                  size="xs"
                  aria-label={`Attribute of the individuals who get ${variation}`}
                  value={target.attribute ?? DEFAULT_BY}
                  readOnly
                />
              )}
            </div>
            <TagInput<string>
              label={`Individuals who get ${variation}`}
              pointer={`${pointer}/keys`}
              values={target?.keys ?? []}
              placeholder="targeting keys, such as user-4711"
              read={(text) => text}
              show={(key) => key}
              onChange={(keys) => onChange(withTargetKeys(draft, index, variation, keys))}
              disabled={disabled}
            />
            <FaultText pointer={`${pointer}/variation`} />
          </li>
        );
      })}
    </ul>
  );
}
