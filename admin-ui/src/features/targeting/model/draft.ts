import { writeJson } from '../../../shared/json';
import { fromPercent, type Thousandths, toPercent } from '../../../shared/thousandths';
import type {
  Clause,
  Guard,
  Prerequisite,
  Rule,
  Serving,
  Target,
  Targeting,
  TargetingBody,
  WhenUnknown,
} from './types';

/**
 * A targeting while somebody edits it: the authored form with percentages in thousandths, and with names for rules and
 * clauses that stay theirs while they move or are renamed. Immutable.
 */
export interface Draft {
  enabled: boolean;
  /** Undefined: the default of the code. */
  offVariation: string | undefined;
  prerequisites: readonly Prerequisite[];
  targets: readonly Target[];
  rules: readonly RuleDraft[];
  fallthrough: ServeDraft;
  guard: Guard | undefined;
  whenUnknown: WhenUnknown | undefined;
}

export interface RuleDraft {
  /** Names it on this page only. */
  uid: string;
  id: string;
  /** Whether it is in no stored version yet: only then may its id change, for its bucket line goes by it. */
  isNew: boolean;
  when: readonly ClauseDraft[];
  serve: ServeDraft;
}

export interface ClauseDraft extends Omit<Clause, 'values'> {
  uid: string;
  values: readonly Value[];
}

/** A bigint is a whole number beyond 2^53-1, such as the number of an account. */
export type Value = string | number | bigint | boolean | Circle | Readonly<Record<string, unknown>>;

/** What `withinKm` compares with; a field is undefined until somebody has filled it in. */
export interface Circle {
  latitude?: number | undefined;
  longitude?: number | undefined;
  km?: number | undefined;
}

export type ServeDraft = { variation: string } | { split: SplitDraft };

export interface SplitDraft {
  by: string;
  percent: Readonly<Record<string, Thousandths>>;
  /** Undefined: the off variation. */
  rest: string | undefined;
}

export const DEFAULT_BY = 'targetingKey';

let names = 0;

/** A name that nothing else on this page has. */
export function uid(): string {
  names++;
  return `u${names}`;
}

export function draftOf(targeting: TargetingBody): Draft {
  return {
    enabled: targeting.enabled,
    offVariation: targeting.offVariation,
    prerequisites: targeting.prerequisites ?? [],
    targets: targeting.targets ?? [],
    rules: (targeting.rules ?? []).map((rule) => ruleDraftOf(rule, false)),
    fallthrough: serveDraftOf(targeting.fallthrough),
    guard: targeting.guard,
    whenUnknown: targeting.whenUnknown,
  };
}

export function ruleDraftOf({ id, when, serve }: Rule, isNew: boolean): RuleDraft {
  return { uid: uid(), id, isNew, when: when.map(clauseDraftOf), serve: serveDraftOf(serve) };
}

export function clauseDraftOf(clause: Clause): ClauseDraft {
  return { ...clause, uid: uid(), values: clause.values ?? [] };
}

export function serveDraftOf(serve: Serving): ServeDraft {
  if (typeof serve === 'string') {
    return { variation: serve };
  }
  if ('variation' in serve) {
    return { variation: serve.variation };
  }
  const { by, percent, rest } = serve.split;
  return {
    split: {
      by: by ?? DEFAULT_BY,
      percent: Object.fromEntries(Object.entries(percent).map(([name, share]) => [name, fromPercent(share)])),
      rest,
    },
  };
}

/** The authored form to send: what is left out says the same as what is empty. */
export function bodyOf(draft: Draft): TargetingBody {
  return {
    enabled: draft.enabled,
    ...(draft.offVariation === undefined ? {} : { offVariation: draft.offVariation }),
    prerequisites: [...draft.prerequisites],
    targets: [...draft.targets],
    rules: draft.rules.map(({ id, when, serve }) => ({ id, when: when.map(clauseOf), serve: servingOf(serve) })),
    fallthrough: servingOf(draft.fallthrough),
    ...(draft.guard === undefined ? {} : { guard: draft.guard }),
    ...(draft.whenUnknown === undefined ? {} : { whenUnknown: draft.whenUnknown }),
  };
}

export function clauseOf({ attribute, op, values, negate, ignoreCase }: ClauseDraft): Clause {
  return {
    ...(attribute === undefined ? {} : { attribute }),
    op,
    ...(values.length === 0 ? {} : { values: [...values] as NonNullable<Clause['values']> }),
    ...(negate ? { negate } : {}),
    ...(ignoreCase ? { ignoreCase } : {}),
  };
}

export function servingOf(serve: ServeDraft): Serving {
  if ('variation' in serve) {
    return serve.variation;
  }
  const { by, percent, rest } = serve.split;
  return {
    split: {
      by,
      percent: Object.fromEntries(Object.entries(percent).map(([name, share]) => [name, toPercent(share)])),
      ...(rest === undefined ? {} : { rest }),
    },
  };
}

/** Whether both say the same: how the server stored it (salts, ranges, a bare name or an object) makes no difference. */
export function sayTheSame(one: TargetingBody, other: TargetingBody): boolean {
  return canonical(bodyOf(draftOf(one))) === canonical(bodyOf(draftOf(other)));
}

export function isChanged(draft: Draft, base: Targeting): boolean {
  return canonical(bodyOf(draft)) !== canonical(bodyOf(draftOf(base)));
}

/** JSON with the names of objects in order, so that equal things have equal texts. */
export function canonical(value: unknown): string {
  return writeJson(inOrder(value));
}

function inOrder(part: unknown): unknown {
  if (Array.isArray(part)) {
    return part.map(inOrder);
  }
  if (part === null || typeof part !== 'object') {
    return part;
  }
  const sorted = Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, inner]) => [name, inOrder(inner)]));
}

/** The draft with the rule at one place moved to another. */
export function moveRule(draft: Draft, from: number, to: number): Draft {
  const rules = [...draft.rules];
  const [moved] = rules.splice(from, 1);
  if (!moved) {
    return draft;
  }
  rules.splice(Math.min(Math.max(to, 0), rules.length), 0, moved);
  return { ...draft, rules };
}

export function withRule(draft: Draft, index: number, rule: RuleDraft): Draft {
  return { ...draft, rules: draft.rules.map((one, i) => (i === index ? rule : one)) };
}

export function withoutRule(draft: Draft, index: number): Draft {
  return { ...draft, rules: draft.rules.filter((_, i) => i !== index) };
}

/** A rule to begin with, under an id that is free. It holds for nobody until its clause has a value. */
export function newRule(draft: Draft, serve: ServeDraft): RuleDraft {
  const taken = new Set(draft.rules.map((rule) => rule.id));
  let number = draft.rules.length + 1;
  while (taken.has(`rule-${number}`)) {
    number++;
  }
  return { uid: uid(), id: `rule-${number}`, isNew: true, when: [newClause()], serve };
}

export function newClause(): ClauseDraft {
  return { uid: uid(), attribute: '', op: 'in', values: [] };
}

/** The draft in which this key gets this variation, whatever it got as an individual before. */
export function withTarget(draft: Draft, variation: string, key: string): Draft {
  const others = draft.targets.map((target) =>
    isByKey(target) ? { ...target, keys: (target.keys ?? []).filter((one) => one !== key) } : target,
  );
  const index = others.findIndex((target) => isByKey(target) && target.variation === variation);
  const targets =
    index < 0
      ? [...others, { variation, attribute: DEFAULT_BY, keys: [key] }]
      : others.map((target, i) => (i === index ? { ...target, keys: [...(target.keys ?? []), key] } : target));
  return { ...draft, targets: withoutEmpty(targets) };
}

/** The draft in which exactly these keys get this variation by this target; a target without keys goes. */
export function withTargetKeys(draft: Draft, index: number, variation: string, keys: readonly string[]): Draft {
  const targets =
    index < 0
      ? [...draft.targets, { variation, attribute: DEFAULT_BY, keys: [...keys] }]
      : draft.targets.map((target, i) => (i === index ? { ...target, keys: [...keys] } : target));
  return { ...draft, targets: withoutEmpty(targets) };
}

function withoutEmpty(targets: readonly Target[]): readonly Target[] {
  return targets.filter((target) => (target.keys ?? []).length > 0);
}

export function isByKey(target: Target): boolean {
  return (target.attribute ?? DEFAULT_BY) === DEFAULT_BY;
}
