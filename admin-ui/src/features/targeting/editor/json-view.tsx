import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { writeJson } from '../../../shared/json';
import { bodyOf, type Draft, draftOf } from '../model/draft';
import { readBody } from '../model/read-body';
import classes from './editor.module.css';

/** A text of which no draft can be made, and why. */
export interface Unread {
  text: string;
  fault: string;
}

interface Props {
  draft: Draft;
  /** What stands here instead of the draft, until it can be read or is dropped. */
  unread: Unread | undefined;
  onChange(draft: Draft): void;
  onUnread(unread: Unread): void;
  disabled: boolean;
}

/** The draft as the document that REST takes. What can be read as one changes the draft at once. */
export function JsonView({ draft, unread, onChange, onUnread, disabled }: Props) {
  /** As it was typed, while somebody types; the draft has no line breaks. */
  const [typed, setTyped] = useState<string>();
  const edit = (text: string) => {
    let read: Draft;
    try {
      read = draftOf(readBody(text));
    } catch (error) {
      setTyped(undefined);
      onUnread({ text, fault: error instanceof Error ? error.message : String(error) });
      return;
    }
    setTyped(text);
    onChange(read);
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
        value={unread?.text ?? typed ?? writeJson(bodyOf(draft), 2)}
        error={unread !== undefined}
        disabled={disabled}
        onChange={(event) => edit(event.currentTarget.value)}
        onBlur={() => setTyped(undefined)}
      />
      {unread !== undefined && (
        <p className={classes.fault} role="alert">
          {unread.fault}
        </p>
      )}
    </div>
  );
}
