import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { bodyOf, type Draft, draftOf } from '../model/draft';
import type { TargetingBody } from '../model/types';
import classes from './editor.module.css';

interface Props {
  draft: Draft;
  onChange(draft: Draft): void;
  disabled: boolean;
}

/** The draft as the document that REST takes. What can be read as one changes the draft at once. */
export function JsonView({ draft, onChange, disabled }: Props) {
  const [typed, setTyped] = useState<string>();
  const [fault, setFault] = useState<string>();
  const edit = (text: string) => {
    setTyped(text);
    try {
      onChange(readBody(text));
      setFault(undefined);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div>
      <Textarea
        aria-label="Targeting as JSON"
        className={classes.json ?? ''}
        autosize
        minRows={12}
        maxRows={34}
        spellCheck={false}
        value={typed ?? JSON.stringify(bodyOf(draft), null, 2)}
        error={fault !== undefined}
        disabled={disabled}
        onChange={(event) => edit(event.currentTarget.value)}
        onBlur={() => fault === undefined && setTyped(undefined)}
      />
      {fault !== undefined && (
        <p className={classes.fault} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

/** Enough to show it in the form; whether it is allowed is for the server to say. */
function readBody(text: string): Draft {
  const body: unknown = JSON.parse(text);
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new Error('Expected an object');
  }
  const { enabled, fallthrough, rules = [] } = body as Partial<TargetingBody>;
  if (typeof enabled !== 'boolean') {
    throw new Error('enabled: expected true or false');
  }
  if (typeof fallthrough !== 'string' && !(fallthrough && ('variation' in fallthrough || 'split' in fallthrough))) {
    throw new Error('fallthrough: expected a variation or a split');
  }
  if (!Array.isArray(rules) || !rules.every((rule) => Array.isArray(rule?.when) && rule.serve !== undefined)) {
    throw new Error('rules: expected a list of rules with "when" and "serve"');
  }
  return draftOf(body as TargetingBody);
}
