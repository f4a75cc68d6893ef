import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import { Problem } from '../../shared/http';
import { readJson } from '../../shared/json';
import { keys } from '../../shared/keys';
import { previewTargeting } from './api/preview-targeting';
import { type Faults, faultsFrom } from './editor/faults';
import type { Unread } from './editor/json-view';
import { bodyOf, canonical, type Draft, draftOf, isChanged } from './model/draft';
import { type Fault, faultsOf } from './model/faults';
import { type Merge, merge } from './model/merge';
import type { Targeting, TargetingBody } from './model/types';

/** A draft of a targeting and the version it was begun on. */
export interface Editing {
  draft: Draft;
  /** What the draft was begun on, and what stands on the server now; the same unless somebody was faster. */
  base: Targeting;
  stored: Targeting;
  /** Whether anything would be lost: a draft that differs, or a text that can't be read. */
  changed: boolean;
  change(draft: Draft): void;
  /** What somebody has written by hand and no draft could be made of; none is saved while it stands. */
  unread: Unread | undefined;
  setUnread(unread: Unread | undefined): void;
  discard(): void;
  /** Goes on from what stands on the server, with this in the draft. */
  rebase(merged: TargetingBody): void;
  /** What somebody else changed meanwhile; undefined while nobody did. */
  meanwhile: Merge | undefined;
}

interface Begun {
  base: Targeting;
  draft: Draft;
}

/** Follows the server until somebody begins to edit; from then on, keeps what they have and tells of what others change. */
export function useEditing(stored: Targeting): Editing {
  const [begun, setBegun] = useState<Begun>();
  const [unread, setUnread] = useState<Unread>();
  const untouched = useMemo(() => draftOf(stored), [stored]);
  const changed = begun !== undefined && isChanged(begun.draft, begun.base);
  const { base, draft } = changed ? begun : { base: stored, draft: begun?.draft ?? untouched };

  const theirs = useMemo(
    () => (changed && stored.version > base.version ? mergeOf(base, draft, stored) : undefined),
    [changed, base, draft, stored],
  );
  // The switch is no part of what is edited here, and a version may move without saying anything else.
  const quiet = theirs?.pieces.every((piece) => piece.verdict === 'mine' || piece.name === 'enabled') ?? false;
  useEffect(() => {
    if (theirs && quiet) {
      setBegun({ base: stored, draft: { ...draft, enabled: stored.enabled } });
    }
  }, [theirs, quiet, stored, draft]);
  // A draft that says what the server says is none: the page follows the server again.
  useEffect(() => {
    if (begun && !changed && begun.base.version !== stored.version) {
      setBegun(undefined);
    }
  }, [begun, changed, stored.version]);

  return {
    draft,
    base,
    stored,
    changed: changed || unread !== undefined,
    change: (next) => setBegun({ base, draft: next }),
    unread,
    setUnread,
    discard: () => {
      setBegun(undefined);
      setUnread(undefined);
    },
    rebase: (merged) => setBegun({ base: stored, draft: asDraft(merged, stored) }),
    meanwhile: quiet ? undefined : theirs,
  };
}

function mergeOf(base: Targeting, draft: Draft, stored: Targeting): Merge {
  return merge(bodyOf(draftOf(base)), bodyOf(draft), bodyOf(draftOf(stored)));
}

/** Rules that the server does not have may still be renamed. */
function asDraft(merged: TargetingBody, stored: Targeting): Draft {
  const known = new Set((stored.rules ?? []).map((rule) => rule.id));
  const draft = draftOf(merged);
  return { ...draft, rules: draft.rules.map((rule) => ({ ...rule, isNew: !known.has(rule.id) })) };
}

const SETTLED_MILLIS = 350;

/** What saving the draft would do, and what is wrong with it: asked of the server whenever somebody stops typing. */
export function usePreview(project: string, flag: string, environment: string, editing: Editing) {
  const csrf = useCsrf();
  const body = bodyOf(editing.draft);
  const text = canonical(body);
  const [settled] = useDebouncedValue(text, SETTLED_MILLIS);
  const own = faultsOf(editing.draft);
  const ask = editing.changed && editing.unread === undefined && own.length === 0;
  const query = useQuery({
    queryKey: [...keys.targeting(project, flag, environment), 'preview', settled, editing.stored.version],
    queryFn: async ({ signal }) => ({
      of: settled,
      prospect: await previewTargeting(project, flag, environment, readJson(settled) as TargetingBody, csrf, signal),
    }),
    enabled: ask && settled === text,
    placeholderData: keepPreviousData,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const current = ask && settled === text;
  const refused = current && query.error instanceof Problem ? query.error.errors : [];
  return {
    own,
    /** What the server would do; of the draft before while it is asked about this one. */
    prospect: ask ? query.data?.prospect : undefined,
    /** Whether the answer is about exactly this draft. */
    current: ask && query.data?.of === text,
    refused,
    /** The server could not be asked. */
    failure: current && query.error && refused.length === 0 ? query.error : undefined,
  };
}

/** What is shown at the fields: what is wrong always, what is missing once somebody tried to save. */
export function shownFaults(own: readonly Fault[], refused: Problem['errors'], tried: boolean): Faults {
  return faultsFrom([...own.filter((fault) => tried || !fault.missing), ...refused]);
}
