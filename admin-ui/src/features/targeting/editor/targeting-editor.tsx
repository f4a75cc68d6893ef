import { NativeSelect } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { formatPercent, fromPercent } from '../../../shared/thousandths';
import { VariationMark } from '../../../shared/ui/variation-mark';
import type { Draft } from '../model/draft';
import type { EditorSetting } from './editor-setting';
import { FaultText } from './fault-text';
import { PrerequisitesEditor } from './prerequisites-editor';
import { RuleList } from './rule-list';
import { ServeEditor } from './serve-editor';
import classes from './targeting-editor.module.css';
import { TargetsEditor } from './targets-editor';

interface Props {
  draft: Draft;
  setting: Omit<EditorSetting, 'attributeListId' | 'off'>;
  onChange(draft: Draft): void;
}

/** Attributes that every context can have; others are learnt from the rules there are. */
const ATTRIBUTES = ['targetingKey', 'geo.country', 'geo.region', 'geo.city', 'geo.continent', 'geo.eu', 'ip'];
const NO_OFF = '';

/** Who gets what, in the order in which it is decided: each step asks those whom the one before has left. */
export function TargetingEditor({ draft, setting: given, onChange }: Props) {
  const attributeListId = useId();
  const offId = useId();
  const setting: EditorSetting = { ...given, attributeListId, off: draft.offVariation };
  const { variations, disabled } = setting;
  const used = draft.rules.flatMap((rule) => rule.when.flatMap((clause) => clause.attribute || []));
  const everyone = draft.rules.length + draft.targets.length === 0;
  return (
    <div className={classes.editor}>
      <datalist id={attributeListId}>
        {[...new Set([...ATTRIBUTES, ...used])].map((attribute) => (
          <option key={attribute} value={attribute} />
        ))}
      </datalist>

      <Step title="While it is disabled" words="and where a prerequisite is not met">
        <div className={classes.off}>
          <label htmlFor={offId}>Everyone gets</label>
          <NativeSelect
            id={offId}
            aria-label="Off variation"
            value={draft.offVariation ?? NO_OFF}
            data={[...variations, { value: NO_OFF, label: 'the default of the code' }]}
            disabled={disabled}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...draft, offVariation: value === NO_OFF ? undefined : value })
            }
          />
          <FaultText pointer="/offVariation" />
        </div>
      </Step>

      <Step title="Prerequisites" words="other flags that must give something first">
        <PrerequisitesEditor draft={draft} setting={setting} onChange={onChange} />
      </Step>

      <Step title="Individuals" words="get theirs whatever the rules say">
        <TargetsEditor draft={draft} setting={setting} onChange={onChange} />
      </Step>

      <Step title="Rules" words="tried from top to bottom; the first that holds decides">
        <RuleList draft={draft} setting={setting} onChange={onChange} />
      </Step>

      <Step
        title={everyone ? 'Everyone' : 'Everyone else'}
        words={everyone ? '' : 'whom nothing above has decided'}
        last
      >
        <ServeEditor
          name={everyone ? 'everyone' : 'everyone else'}
          pointer="/fallthrough"
          serve={draft.fallthrough}
          variations={variations}
          off={draft.offVariation}
          attributeListId={attributeListId}
          onChange={(fallthrough) => onChange({ ...draft, fallthrough })}
          disabled={disabled}
        />
      </Step>

      {(draft.guard || draft.whenUnknown) && (
        <Step title="In the SDK" words="set by REST or in the JSON view" last>
          {draft.guard && (
            <p className={classes.note}>
              A breaker watches{' '}
              <VariationMark variation={draft.guard.variation} variations={variations} off={draft.offVariation} />: over{' '}
              {formatPercent(fromPercent(draft.guard.maxErrorShare * 100))} % errors, a process serves{' '}
              {draft.guard.baseline} instead.
            </p>
          )}
          {draft.whenUnknown && (
            <p className={classes.note}>
              Out of touch with the server, an SDK uses {USES[draft.whenUnknown.use]}
              {draft.whenUnknown.maxAgeSeconds === undefined ? '' : ` after ${draft.whenUnknown.maxAgeSeconds} s`}.
            </p>
          )}
          <FaultText pointer="/guard/variation" />
          <FaultText pointer="/guard/baseline" />
          <FaultText pointer="/whenUnknown/use" />
        </Step>
      )}
    </div>
  );
}

const USES = {
  lastKnown: 'the last known form',
  default: 'the default of the code',
  failClosed: 'the off variation',
} as const;

interface StepProps {
  title: string;
  words: string;
  last?: boolean;
  children: ReactNode;
}

function Step({ title, words, last = false, children }: StepProps) {
  const id = useId();
  return (
    <section className={classes.step} data-last={last} aria-labelledby={id}>
      <h3 id={id} className={classes.title}>
        {title} {words && <span className={classes.words}>{words}</span>}
      </h3>
      {children}
    </section>
  );
}
