import { Button, Group, Radio } from '@mantine/core';
import { useState } from 'react';
import { writeJson } from '../../shared/json';
import { Dialog } from '../../shared/ui/dialog';
import { MomentText } from '../../shared/ui/moment-text';
import classes from './merge-dialog.module.css';
import { type Draft, ruleDraftOf, serveDraftOf } from './model/draft';
import type { Choice, Merge, Piece } from './model/merge';
import type { Prerequisite, Rule, Serving, Target, Targeting, TargetingBody } from './model/types';
import { clausesWords, either, serveWords, variationName } from './model/words';

interface Props {
  merge: Merge;
  stored: Targeting;
  onClose(): void;
  onMerged(body: TargetingBody): void;
}

/** Somebody else saved while this was edited: what both sides did, and for what both touched, which one shall stand. */
export function MergeDialog({ merge, stored, onClose, onMerged }: Props) {
  const [choices, setChoices] = useState<Record<string, Choice>>({});
  const open = merge.conflicts.filter(({ name }) => choices[name] === undefined);
  const settled = merge.pieces.filter(({ verdict }) => verdict !== 'conflict');
  return (
    <Dialog title="Two changes to bring together" onClose={onClose} wide>
      <p className={classes.lead}>
        <strong>{stored.lastChange.actor}</strong> saved version {stored.version}{' '}
        <MomentText at={stored.lastChange.at} />
        {stored.lastChange.comment && <> (“{stored.lastChange.comment}”)</>}. Your draft is kept; nothing of either is
        lost.
      </p>
      {merge.conflicts.map((piece) => (
        <fieldset key={piece.name} className={classes.conflict}>
          <legend>{title(piece)}: you both changed this</legend>
          <Radio.Group
            aria-label={`Which ${piece.name} shall stand`}
            value={choices[piece.name] ?? ''}
            onChange={(value) => setChoices((before) => ({ ...before, [piece.name]: value as Choice }))}
          >
            <div className={classes.sides}>
              <Side
                piece={piece}
                side="theirs"
                label={`Theirs (${stored.lastChange.actor})`}
                off={stored.offVariation}
              />
              <Side piece={piece} side="mine" label="Yours" off={stored.offVariation} />
            </div>
          </Radio.Group>
          <p className={classes.base}>Before: {partWords(piece.name, piece.base, stored.offVariation)}</p>
        </fieldset>
      ))}
      {settled.length > 0 && (
        <section className={classes.settled}>
          <h3>Kept without a question</h3>
          <ul>
            {settled.map((piece) => (
              <li key={piece.name}>
                {title(piece)}:{' '}
                {partWords(piece.name, piece.verdict === 'mine' ? piece.mine : piece.theirs, stored.offVariation)}{' '}
                <span className={classes.by}>
                  {
                    { mine: 'by you', theirs: `by ${stored.lastChange.actor}`, both: 'by both alike' }[
                      piece.verdict as 'mine' | 'theirs' | 'both'
                    ]
                  }
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Group justify="flex-end" gap="sm" mt="md">
        <Button variant="default" onClick={onClose}>
          Later
        </Button>
        <Button disabled={open.length > 0} onClick={() => onMerged(merge.result(choices))}>
          {open.length > 0 ? `Choose ${open.length} more` : 'Take this into my draft'}
        </Button>
      </Group>
    </Dialog>
  );
}

interface SideProps {
  piece: Piece;
  side: Choice;
  label: string;
  off: string | undefined;
}

function Side({ piece, side, label, off }: SideProps) {
  return (
    <Radio.Card className={classes.side ?? ''} value={side}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Radio.Indicator />
        <span>
          <span className={classes.label}>{label}</span>
          {partWords(piece.name, piece[side], off)}
        </span>
      </Group>
    </Radio.Card>
  );
}

const TITLES: Readonly<Record<string, string>> = {
  enabled: 'The switch',
  offVariation: 'While it is disabled',
  fallthrough: 'Everyone else',
  guard: 'The breaker in the SDK',
  whenUnknown: 'Out of touch',
  'order of rules': 'The order of the rules',
};

function title({ name }: Piece): string {
  return TITLES[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}

function partWords(name: string, part: unknown, off: string | undefined): string {
  if (name === 'offVariation') {
    return variationName(part as Draft['offVariation']);
  }
  if (part === undefined) {
    return 'removed';
  }
  if (name === 'enabled') {
    return part ? 'enabled' : 'disabled';
  }
  if (name === 'fallthrough') {
    return serveWords(serveDraftOf(part as Serving), off);
  }
  if (name === 'order of rules') {
    return (part as string[]).join(', ');
  }
  if (name.startsWith('rule ')) {
    const rule = ruleDraftOf(part as Rule, false);
    return `users ${clausesWords(rule.when)} get ${serveWords(rule.serve, off)}`;
  }
  if (name.startsWith('targets ')) {
    return ((part as Target).keys ?? []).join(', ');
  }
  if (name.startsWith('prerequisite ')) {
    return `gives ${either((part as Prerequisite).variations)}`;
  }
  return writeJson(part);
}
