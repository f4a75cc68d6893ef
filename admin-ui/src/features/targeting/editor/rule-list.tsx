import { Button } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { type Draft, moveRule, newRule, withoutRule, withRule } from '../model/draft';
import type { EditorSetting } from './editor-setting';
import { RuleCard } from './rule-card';
import classes from './rule-list.module.css';

interface Props {
  draft: Draft;
  setting: EditorSetting;
  onChange(draft: Draft): void;
}

/** The rules in the order in which they are tried; the order changes by dragging and with the arrow keys. */
export function RuleList({ draft, setting, onChange }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<number>();
  const [said, setSaid] = useState('');
  const { rules } = draft;

  const toggle = (uid: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(uid)) {
        after.add(uid);
      }
      return after;
    });
  const move = (from: number, to: number) => {
    const target = Math.min(Math.max(to, 0), rules.length - 1);
    if (target === from) {
      return;
    }
    setSaid(`Rule ${rules[from]?.id} is now ${target + 1} of ${rules.length}.`);
    onChange(moveRule(draft, from, target));
  };
  const add = () => {
    const variation = setting.variations.find((name) => name !== setting.off) ?? setting.variations[0] ?? '';
    const rule = newRule(draft, { variation });
    setOpen((before) => new Set(before).add(rule.uid));
    onChange({ ...draft, rules: [...rules, rule] });
    // The person goes on with its first condition.
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus());
  };

  const onDragOver = (event: DragEvent, index: number) => {
    if (dragged === undefined) {
      return;
    }
    event.preventDefault();
    const { top, height } = event.currentTarget.getBoundingClientRect();
    setOver(event.clientY < top + height / 2 ? index : index + 1);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    const from = rules.findIndex((rule) => rule.uid === dragged);
    if (from >= 0 && over !== undefined) {
      move(from, over > from ? over - 1 : over);
    }
    setDragged(undefined);
    setOver(undefined);
  };

  return (
    <div className={classes.rules}>
      {rules.length > 0 && (
        <ol ref={list} className={classes.list} aria-label="Rules, in the order in which they are tried">
          {rules.map((rule, index) => (
            <li
              key={rule.uid}
              className={classes.item}
              data-before={dragged !== undefined && over === index}
              data-after={dragged !== undefined && over === rules.length && index === rules.length - 1}
              onDragOver={(event) => onDragOver(event, index)}
              onDrop={onDrop}
            >
              <RuleCard
                index={index}
                rule={rule}
                setting={setting}
                open={open.has(rule.uid)}
                dragged={dragged === rule.uid}
                onToggle={() => toggle(rule.uid)}
                onChange={(next) => onChange(withRule(draft, index, next))}
                onRemove={() => onChange(withoutRule(draft, index))}
                onMove={(by) => move(index, index + by)}
                onDragStart={() => setDragged(rule.uid)}
                onDragEnd={() => {
                  setDragged(undefined);
                  setOver(undefined);
                }}
              />
            </li>
          ))}
        </ol>
      )}
      <Button variant="default" size="xs" className={classes.add ?? ''} disabled={setting.disabled} onClick={add}>
        Add a rule
      </Button>
      <p className={classes.said} role="status">
        {said}
      </p>
    </div>
  );
}
