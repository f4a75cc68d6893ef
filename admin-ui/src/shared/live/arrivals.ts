import { instanceName, shortId } from '../instance-name';

/** Somebody changed something: an event of the project's stream. `flag` is null when no single flag changed. */
export interface Change {
  environment: string;
  flag: string | null;
  revision: number;
  actor: string;
  action: string;
  at: string;
}

/** How far a revision of an environment has come among the instances that were connected when it was made. */
export interface Convergence {
  environment: string;
  revision: number;
  connected: number;
  acked: number;
  laggards: readonly Laggard[];
  complete: boolean;
  millis: number;
}

/** An instance that has not acknowledged yet. */
export type Laggard = string | { instance: string; application?: string; session?: string | null; why?: string };

/** The last change of a flag in an environment and how it is arriving at the instances. */
export interface Arrival {
  revision: number;
  /** Absent until the server has said anything. */
  convergence?: Convergence;
}

interface OfEnvironment {
  latest?: Convergence;
  flags: Readonly<Record<string, Arrival>>;
}

/** By environment. Immutable. */
export type Arrivals = Readonly<Record<string, OfEnvironment>>;

const NOTHING: OfEnvironment = { flags: {} };

/** A change begins to arrive. The event and the answer to the one who made it may come in either order, or twice. */
export function withChange(arrivals: Arrivals, change: Pick<Change, 'environment' | 'flag' | 'revision'>): Arrivals {
  const { environment, flag, revision } = change;
  const before = arrivals[environment] ?? NOTHING;
  if (flag === null || (before.flags[flag]?.revision ?? 0) >= revision) {
    return arrivals;
  }
  const { latest } = before;
  const arrival: Arrival = latest && latest.revision >= revision ? { revision, convergence: latest } : { revision };
  return { ...arrivals, [environment]: { ...before, flags: { ...before.flags, [flag]: arrival } } };
}

/** Whoever acknowledged a revision has all before it; what has wholly arrived stays as it was when it did. */
export function withConvergence(arrivals: Arrivals, convergence: Convergence): Arrivals {
  const { environment, revision } = convergence;
  const before = arrivals[environment] ?? NOTHING;
  const flags = Object.fromEntries(
    Object.entries(before.flags).map(([flag, arrival]) => {
      const settled = arrival.convergence?.complete === true || arrival.revision > revision;
      return [flag, settled ? arrival : { ...arrival, convergence }];
    }),
  );
  const latest = before.latest && before.latest.revision > revision ? before.latest : convergence;
  return { ...arrivals, [environment]: { latest, flags } };
}

export function arrivalOf(arrivals: Arrivals, environment: string, flag: string): Arrival | undefined {
  return arrivals[environment]?.flags[flag];
}

/** What people call an instance that lags. */
export function laggardName(laggard: Laggard): string {
  return typeof laggard === 'string' ? shortId(laggard) : instanceName(laggard.instance, laggard.application);
}
