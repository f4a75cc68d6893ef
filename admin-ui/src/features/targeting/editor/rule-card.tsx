import { ActionIcon, Button, TextInput } from '@mantine/core';
import { type KeyboardEvent, useId } from 'react';
import { type ClauseDraft, newClause, type RuleDraft } from '../model/draft';
import { clausesWords, serveWords } from '../model/words';
import { ClauseRow } from './clause-row';
import type { EditorSetting } from './editor-setting';
import { FaultText } from './fault-text';
import { useFaults } from './faults';
import classes from './rule-card.module.css';
import { ServeEditor } from './serve-editor';

interface Props {
  index: number;
  rule: RuleDraft;
  setting: EditorSetting;
  /** Whether its form shows, and not only its sentence. */
  open: boolean;
  dragged: boolean;
  onToggle(): void;
  onChange(rule: RuleDraft): void;
  onRemove(): void;
  /** By so many places: -1 is one up. */
  onMove(by: number): void;
  onDragStart(): void;
  onDragEnd(): void;
}

/** A rule as a sentence; opened, as the form that changes it. */
export function RuleCard({
  index,
  rule,
  setting,
  open,
  dragged,
  onToggle,
  onChange,
  onRemove,
  onMove,
  onDragStart,
  onDragEnd,
}: Props) {
  const id = useId();
  const faults = useFaults();
  const pointer = `/rules/${index}`;
  const wrong = faults.within(pointer);
  const { disabled, off } = setting;

  const onHandleKey = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by !== undefined && !disabled) {
      event.preventDefault();
      onMove(by);
    }
  };
  const setClause = (i: number, clause: ClauseDraft) =>
    onChange({ ...rule, when: rule.when.map((one, n) => (n === i ? clause : one)) });

  return (
    <article className={classes.rule} data-open={open} data-wrong={wrong} data-dragged={dragged} aria-labelledby={id}>
      <div className={classes.head}>
        <button
          type="button"
          className={classes.handle}
          draggable={!disabled}
          disabled={disabled}
          aria-label={`Move rule ${rule.id}, now ${index + 1}: with the arrow keys, or by dragging`}
          onKeyDown={onHandleKey}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            event.dataTransfer.setData('text/plain', rule.id);
            onDragStart();
          }}
          onDragEnd={onDragEnd}
        >
          <svg viewBox="0 0 10 16" width="10" height="16" aria-hidden="true" fill="currentColor">
            <path d="M1 2h3v3H1zM6 2h3v3H6zM1 7h3v3H1zM6 7h3v3H6zM1 12h3v3H1zM6 12h3v3H6z" />
          </svg>
        </button>
        <button type="button" className={classes.sentence} aria-expanded={open} onClick={onToggle}>
          <span id={id} className={classes.words}>
            <span className={classes.who}>Users {clausesWords(rule.when)}</span>{' '}
            <span className={classes.get}>get {serveWords(rule.serve, off)}</span>
          </span>
          <span className={classes.id}>{rule.id}</span>
          {wrong && !open && <span className={classes.mark}>needs a look</span>}
          <svg className={classes.chevron} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
            <path d="M2 4l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
          </svg>
        </button>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove rule ${rule.id}`}
          disabled={disabled}
          onClick={onRemove}
        >
          <svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true" fill="none" stroke="currentColor">
            <path
              d="M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.5v4.5M9.3 6.5v4.5"
              strokeWidth="1.3"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </svg>
        </ActionIcon>
      </div>
      {open && (
        <div className={classes.form}>
          <p className={classes.label}>Users for whom all of these hold</p>
          <div className={classes.clauses}>
            {rule.when.map((clause, i) => (
              <div key={clause.uid} className={classes.clause}>
                {i > 0 && <span className={classes.and}>and</span>}
                <ClauseRow
                  name={`condition ${i + 1} of rule ${rule.id}`}
                  pointer={`${pointer}/when/${i}`}
                  clause={clause}
                  segments={setting.segments}
                  attributeListId={setting.attributeListId}
                  onChange={(next) => setClause(i, next)}
                  onRemove={
                    rule.when.length > 1
                      ? () => onChange({ ...rule, when: rule.when.filter((_, n) => n !== i) })
                      : undefined
                  }
                  disabled={disabled}
                />
              </div>
            ))}
            <FaultText pointer={`${pointer}/when`} />
            <Button
              className={classes.add ?? ''}
              size="compact-sm"
              variant="subtle"
              disabled={disabled}
              onClick={() => onChange({ ...rule, when: [...rule.when, newClause()] })}
            >
              + and another condition
            </Button>
          </div>
          <p className={classes.label}>get</p>
          <ServeEditor
            name={`rule ${rule.id}`}
            pointer={`${pointer}/serve`}
            serve={rule.serve}
            variations={setting.variations}
            off={off}
            attributeListId={setting.attributeListId}
            onChange={(serve) => onChange({ ...rule, serve })}
            disabled={disabled}
          />
          <div className={classes.foot}>
            {rule.isNew ? (
              <div className={classes.name}>
                <TextInput
                  size="xs"
                  label="Name of the rule"
                  spellCheck={false}
                  autoComplete="off"
                  value={rule.id}
                  error={faults.at(`${pointer}/id`) !== undefined}
                  disabled={disabled}
                  onChange={(event) => onChange({ ...rule, id: event.currentTarget.value })}
                />
                <FaultText pointer={`${pointer}/id`} />
              </div>
            ) : (
              <FaultText pointer={`${pointer}/id`} />
            )}
            <FaultText pointer={pointer} />
          </div>
        </div>
      )}
    </article>
  );
}
