import { canonical } from './draft';
import type { Prerequisite, Rule, Target, TargetingBody } from './types';

/** A part of a targeting that two people may have changed independently of each other. */
export interface Piece {
  /** Names it among the pieces: `rule de`, `fallthrough`. */
  name: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
  /** Who changed it; `conflict`: both did, and not alike. */
  verdict: 'mine' | 'theirs' | 'both' | 'conflict';
}

export type Choice = 'mine' | 'theirs';

export interface Merge {
  /** Those that anybody changed. */
  pieces: readonly Piece[];
  conflicts: readonly Piece[];
  /** The targeting with every change in it; of a conflict, what was chosen by its name, or else what stands on the server. */
  result(choices: Readonly<Record<string, Choice>>): TargetingBody;
}

type Parts = ReadonlyMap<string, unknown>;

const SINGLE = ['enabled', 'offVariation', 'fallthrough', 'guard', 'whenUnknown'] as const;
const ORDER = 'order of rules';

/**
 * Brings two changes of the same targeting together: what only one side changed is taken, what both changed differently is
 * for a person to decide. Rules go by their id, targets by variation and attribute, prerequisites by their flag.
 */
export function merge(base: TargetingBody, mine: TargetingBody, theirs: TargetingBody): Merge {
  const [b, m, t] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  const names = [...new Set([...t.keys(), ...m.keys(), ...b.keys()])];
  const pieces = [
    ...names.flatMap((name) => pieceOf(name, b.get(name), m.get(name), t.get(name))),
    ...orderPiece(base, mine, theirs),
  ];
  const byName = new Map(pieces.map((piece) => [piece.name, piece]));

  const chosen = (name: string, choices: Readonly<Record<string, Choice>>): unknown => {
    const piece = byName.get(name);
    return piece && side(piece, choices) === 'mine' ? m.get(name) : t.get(name);
  };
  return {
    pieces,
    conflicts: pieces.filter((piece) => piece.verdict === 'conflict'),
    result(choices) {
      const all = names.map((name) => [name, chosen(name, choices)] as const).filter(([, part]) => part !== undefined);
      const of = <T>(kind: string) => all.filter(([name]) => name.startsWith(`${kind} `)).map(([, part]) => part as T);
      const order = byName.get(ORDER);
      const lead = order && side(order, choices) === 'mine' ? mine : theirs;
      const merged = {
        ...Object.fromEntries(all.filter(([name]) => (SINGLE as readonly string[]).includes(name))),
        prerequisites: of<Prerequisite>('prerequisite'),
        targets: of<Target>('targets'),
        rules: inOrder(of<Rule>('rule'), lead, lead === mine ? theirs : mine),
      };
      return merged as unknown as TargetingBody;
    },
  };
}

function side(piece: Piece, choices: Readonly<Record<string, Choice>>): Choice {
  return piece.verdict === 'conflict'
    ? (choices[piece.name] ?? 'theirs')
    : piece.verdict === 'mine'
      ? 'mine'
      : 'theirs';
}

function partsOf(targeting: TargetingBody): Parts {
  return new Map<string, unknown>([
    ...SINGLE.map((name) => [name, targeting[name]] as const),
    ...(targeting.prerequisites ?? []).map((one) => [`prerequisite ${one.flag}`, one] as const),
    ...(targeting.targets ?? []).map((one) => [`targets ${one.variation} by ${one.attribute ?? ''}`, one] as const),
    ...(targeting.rules ?? []).map((one) => [`rule ${one.id}`, one] as const),
  ]);
}

function pieceOf(name: string, base: unknown, mine: unknown, theirs: unknown): Piece[] {
  const [iDid, theyDid] = [canonical(mine) !== canonical(base), canonical(theirs) !== canonical(base)];
  if (!iDid && !theyDid) {
    return [];
  }
  const alike = canonical(mine) === canonical(theirs);
  const verdict = alike ? 'both' : iDid && theyDid ? 'conflict' : iDid ? 'mine' : 'theirs';
  return [{ name, base, mine, theirs, verdict }];
}

/** The order of those rules that all three have: which of them anybody added or removed is another matter. */
function orderPiece(base: TargetingBody, mine: TargetingBody, theirs: TargetingBody): Piece[] {
  const [b, m, t] = [idsOf(base), idsOf(mine), idsOf(theirs)];
  const common = (ids: readonly string[]) => ids.filter((id) => b.includes(id) && m.includes(id) && t.includes(id));
  return pieceOf(ORDER, common(b), common(m), common(t));
}

function idsOf(targeting: TargetingBody): string[] {
  return (targeting.rules ?? []).map((rule) => rule.id);
}

/** The rules as `lead` has them; those that only the other side has follow the rule they follow there. */
function inOrder(rules: readonly Rule[], lead: TargetingBody, other: TargetingBody): Rule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const ids = idsOf(lead).filter((id) => byId.has(id));
  const otherIds = idsOf(other);
  otherIds.forEach((id, index) => {
    if (byId.has(id) && !ids.includes(id)) {
      const before = otherIds.slice(0, index).findLast((one) => ids.includes(one));
      ids.splice(before === undefined ? 0 : ids.indexOf(before) + 1, 0, id);
    }
  });
  return ids.flatMap((id) => byId.get(id) ?? []);
}
