import type { Schema } from '../../shared/http';
import { writeJson } from '../../shared/json';
import type { About } from './about-fields';
import type { FlagSummary } from './api/list-flags';
import { textOf, type VariationDraft } from './variation-values';

/** What somebody has typed over what a flag is, and the version that it was begun on. */
export interface SettingsDraft {
  base: FlagSummary;
  edits: Partial<About>;
  /** All lines of the variations, as soon as one of them was touched. */
  variations: readonly VariationDraft[] | undefined;
}

/** The names of fields as they follow "changed", in the order of the form. */
const WORDS: Readonly<Record<keyof About | 'variations', string>> = {
  description: 'what it is for',
  owner: 'the owner',
  tags: 'the tags',
  runbook: 'the runbook',
  temporary: 'whether it is temporary',
  expires: 'when it should be gone',
  clientVisible: 'whether clients see it',
  variations: 'the variations',
};

export function aboutOf(flag: FlagSummary): About {
  const { description, owner, tags, runbook, temporary, expires = '', clientVisible } = flag;
  return { description, owner, tags, runbook, temporary, expires, clientVisible };
}

export function variationsOf({ type, variations }: FlagSummary): readonly VariationDraft[] {
  return Object.entries(variations).map(([name, value], id) => ({ id, name, text: textOf(type, value) }));
}

/** The draft that shows this over the flag as it is now; none if that is what the flag is. */
export function draftOf(
  flag: FlagSummary,
  before: SettingsDraft | undefined,
  shown: { about: About; variations: readonly VariationDraft[] },
): SettingsDraft | undefined {
  const now = aboutOf(flag);
  const edits = Object.fromEntries(
    Object.entries(shown.about).filter(([field, value]) => !alike(value, now[field as keyof About])),
  );
  const variations = alike(shown.variations, variationsOf(flag)) ? undefined : shown.variations;
  return variations === undefined && Object.keys(edits).length === 0
    ? undefined
    : { base: before?.base ?? flag, edits, variations };
}

/** What somebody else has changed since the draft was begun, in words; and what of that the draft says otherwise. */
export function changedMeanwhile({ base, edits, variations }: SettingsDraft, flag: FlagSummary) {
  const fields = Object.keys(WORDS) as (keyof typeof WORDS)[];
  const of = (one: FlagSummary, field: keyof typeof WORDS) =>
    field === 'variations' ? variationsOf(one) : aboutOf(one)[field];
  const theirs = fields.filter((field) => !alike(of(base, field), of(flag, field)));
  const contested = theirs.filter((field) => (field === 'variations' ? variations !== undefined : field in edits));
  return { theirs: theirs.map((field) => WORDS[field]), contested: contested.map((field) => WORDS[field]) };
}

/** What to send: what was typed, and nothing of what was not. */
export function patchOf(
  { base, edits }: SettingsDraft,
  about: About,
  variations: Readonly<Record<string, unknown>> | undefined,
): Schema<'FlagPatch'> {
  const { tags, expires: _, ...others } = edits;
  const gone = Object.keys(base.variations).filter((name) => variations && !Object.hasOwn(variations, name));
  return {
    ...others,
    ...(tags && { tags: [...tags] }),
    ...('expires' in edits || 'temporary' in edits
      ? { expires: about.temporary && about.expires ? about.expires : null }
      : {}),
    ...(variations && { variations: { ...variations, ...Object.fromEntries(gone.map((name) => [name, null])) } }),
  } as Schema<'FlagPatch'>;
}

function alike(one: unknown, other: unknown): boolean {
  return writeJson(one) === writeJson(other);
}
