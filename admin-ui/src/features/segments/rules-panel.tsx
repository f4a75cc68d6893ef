import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { type FieldError, Problem } from '../../shared/http';
import { keys } from '../../shared/keys';
import type { May } from '../../shared/may';
import { Allowed } from '../../shared/ui/allowed';
import { Failure } from '../../shared/ui/failure';
import { Panel } from '../../shared/ui/panel';
import type { Clause, Segment, SegmentRule } from './api/get-segment';
import { patchSegment } from './api/patch-segment';
import { Moved } from './moved';
import classes from './segments.module.css';

/** The form for the conditions of one rule; the page brings it along. */
export type ConditionsForm = (props: {
  /** "rule mail": names the fields. */
  name: string;
  /** Where the rule's conditions stand in the body, such as `/rules/0/when`. */
  pointer: string;
  when: readonly Clause[];
  errors: readonly FieldError[];
  disabled: boolean;
  onChange(when: readonly Clause[]): void;
}) => ReactNode;

interface Props {
  project: string;
  environment: string;
  segment: Segment;
  etag: string;
  may: May;
  conditions: ConditionsForm;
}

/** By which facts somebody is a member. Any rule makes one, if all its conditions hold. */
export function RulesPanel({ project, environment, segment, etag, may, conditions }: Props) {
  const csrf = useCsrf();
  const client = useQueryClient();
  /** What is edited, on the version that it began with; undefined while nothing is. */
  const [edited, setEdited] = useState<{ rules: readonly SegmentRule[]; etag: string }>();
  const [comment, setComment] = useState('');
  const rules = edited?.rules ?? segment.rules;
  const set = (wanted: readonly SegmentRule[]) => setEdited({ rules: wanted, etag: edited?.etag ?? etag });
  const again = () => client.invalidateQueries({ queryKey: keys.segments(project, environment) });
  const saving = useMutation({
    mutationFn: (change: { rules: readonly SegmentRule[]; etag: string }) =>
      patchSegment({
        project,
        environment,
        segment: segment.key,
        body: { rules: [...change.rules], ...(comment === '' ? {} : { comment }) },
        ifMatch: change.etag,
        csrf,
      }),
    onSuccess: async () => {
      await again();
      setEdited(undefined);
      setComment('');
    },
    // Who was faster, and with what.
    onError: again,
  });
  const problem = saving.error instanceof Problem ? saving.error : undefined;
  const moved = edited !== undefined && edited.etag !== etag && !saving.isPending;
  const disabled = !may.may || saving.isPending;
  const drop = () => {
    saving.reset();
    setEdited(undefined);
  };

  return (
    <Panel title="Rules" lead="Somebody is a member if all conditions of any of these rules hold.">
      {rules.length === 0 && <p className={classes.dim}>No rules: only keys make members.</p>}
      <ol className={classes.rules} aria-label="Rules">
        {rules.map((rule, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is renamed while it is edited
            key={index}
            className={classes.rule}
          >
            <div className={classes.head}>
              <TextInput
                label="Rule"
                value={rule.id}
                disabled={disabled}
                error={problem?.at(`/rules/${index}/id`)}
                onChange={(event) =>
                  set(rules.map((one, at) => (at === index ? { ...one, id: event.currentTarget.value } : one)))
                }
              />
              {may.may && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Remove rule ${rule.id}`}
                  disabled={disabled}
                  onClick={() => set(rules.filter((_, at) => at !== index))}
                >
                  Remove
                </Button>
              )}
            </div>
            {conditions({
              name: `rule ${rule.id}`,
              pointer: `/rules/${index}/when`,
              when: rule.when,
              errors: problem?.errors ?? [],
              disabled,
              onChange: (when) => set(rules.map((one, at) => (at === index ? { ...one, when: [...when] } : one))),
            })}
          </li>
        ))}
      </ol>
      <Allowed may={may}>
        {(props) => (
          <Button
            variant="default"
            disabled={disabled}
            onClick={() => set([...rules, { id: freshId(rules), when: [{ attribute: '', op: 'in', values: [] }] }])}
            {...props}
          >
            Add a rule
          </Button>
        )}
      </Allowed>
      {edited && (
        <div className={classes.save}>
          <TextInput
            label="Comment for the audit log"
            value={comment}
            maxLength={500}
            disabled={disabled}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          {moved ? (
            <Moved
              segment={segment}
              mine="What you made of the rules is"
              onDrop={drop}
              onSave={() => saving.mutate({ rules, etag })}
            />
          ) : (
            <>
              {saving.error && <Failure what="The rules were not saved" error={saving.error} />}
              <div className={classes.buttons}>
                <Button variant="default" onClick={drop} disabled={saving.isPending}>
                  Discard
                </Button>
                <Button onClick={() => saving.mutate(edited)} loading={saving.isPending}>
                  Save the rules
                </Button>
              </div>
            </>
          )}
        </div>
      )}
    </Panel>
  );
}

function freshId(rules: readonly SegmentRule[]): string {
  const taken = new Set(rules.map(({ id }) => id));
  let number = rules.length + 1;
  while (taken.has(`rule-${number}`)) {
    number++;
  }
  return `rule-${number}`;
}
