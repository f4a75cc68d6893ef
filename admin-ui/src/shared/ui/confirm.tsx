import { Button, TextInput } from '@mantine/core';
import { createContext, type FormEvent, type ReactNode, useCallback, useContext, useState } from 'react';
import classes from './confirm.module.css';
import { Dialog } from './dialog';

export interface Question {
  title: string;
  /** What will be gone or be different, by name. */
  words: ReactNode;
  /** What the button says: "Delete new-checkout". */
  act: string;
  /** What can't be taken back is red. */
  destructive?: boolean;
  /** What must be typed first, for what hurts most. */
  typed?: string;
}

type Ask = (question: Question) => Promise<boolean>;

interface Asked extends Question {
  answer(yes: boolean): void;
}

const ConfirmContext = createContext<Ask | undefined>(undefined);

/** Asks before an act; true if the person wants it done. */
export function useConfirm(): Ask {
  const ask = useContext(ConfirmContext);
  if (ask === undefined) {
    throw new Error('useConfirm is used outside of ConfirmProvider');
  }
  return ask;
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>();
  const ask = useCallback<Ask>(
    (question) =>
      new Promise((resolve) => {
        setAsked({
          ...question,
          answer(yes) {
            setAsked(undefined);
            resolve(yes);
          },
        });
      }),
    [],
  );
  return (
    <ConfirmContext value={ask}>
      {children}
      {asked && <Confirmation {...asked} />}
    </ConfirmContext>
  );
}

function Confirmation({ title, words, act, destructive = false, typed, answer }: Asked) {
  const [text, setText] = useState('');
  const ready = typed === undefined || text === typed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) {
      answer(true);
    }
  };
  return (
    <Dialog title={title} onClose={() => answer(false)}>
      <form onSubmit={submit}>
        <div className={classes.words}>{words}</div>
        {typed !== undefined && (
          <TextInput
            mt="md"
            label={`Type ${typed} to go on`}
            value={text}
            autoComplete="off"
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => answer(false)} data-autofocus>
            Cancel
          </Button>
          <Button type="submit" {...(destructive ? { color: 'red' } : {})} disabled={!ready}>
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
