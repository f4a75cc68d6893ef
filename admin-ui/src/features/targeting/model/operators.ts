import { rounding } from '../../../shared/json';
import type { Value } from './draft';
import type { Op } from './types';

/** What kind of value an operator compares with: each has an input of its own. */
export type Kind =
  | 'any'
  | 'text'
  | 'pattern'
  | 'number'
  | 'time'
  | 'version'
  | 'network'
  | 'segment'
  | 'circle'
  | 'none';

export interface Operator {
  op: Op;
  kind: Kind;
  /** As it follows the attribute in a list to choose from. */
  label: string;
  /** The same turned round. */
  not: string;
  takesAttribute: boolean;
  takesIgnoreCase: boolean;
}

function of(op: Op, kind: Kind, label: string, not: string): Operator {
  return {
    op,
    kind,
    label,
    not,
    takesAttribute: op !== 'inSegment' && op !== 'withinKm',
    takesIgnoreCase: kind === 'any' || kind === 'text' || kind === 'pattern',
  };
}

/** Every operator of the engine, as people choose among them. */
export const OPERATORS: readonly Operator[] = [
  of('in', 'any', 'is any of', 'is none of'),
  of('startsWith', 'text', 'starts with', 'does not start with'),
  of('endsWith', 'text', 'ends with', 'does not end with'),
  of('contains', 'text', 'contains', 'does not contain'),
  of('matches', 'pattern', 'matches the pattern', 'does not match the pattern'),
  of('exists', 'none', 'is there', 'is missing'),
  of('lt', 'number', 'is below', 'is not below'),
  of('lte', 'number', 'is at most', 'is not at most'),
  of('gt', 'number', 'is above', 'is not above'),
  of('gte', 'number', 'is at least', 'is not at least'),
  of('before', 'time', 'is before', 'is not before'),
  of('after', 'time', 'is after', 'is not after'),
  of('semverEq', 'version', 'is version', 'is not version'),
  of('semverLt', 'version', 'is below version', 'is not below version'),
  of('semverLte', 'version', 'is at most version', 'is not at most version'),
  of('semverGt', 'version', 'is above version', 'is not above version'),
  of('semverGte', 'version', 'is at least version', 'is not at least version'),
  of('inCidr', 'network', 'is in the network', 'is not in the network'),
  of('inSegment', 'segment', 'in segment', 'not in segment'),
  of('withinKm', 'circle', 'near a place', 'not near a place'),
];

const BY_OP = new Map(OPERATORS.map((operator) => [operator.op, operator]));

export function operator(op: Op): Operator {
  const found = BY_OP.get(op);
  if (!found) {
    throw new Error(`there is no operator "${op}"`);
  }
  return found;
}

const SEMVER_NUMBER = '(0|[1-9]\\d*)';
const SEMVER_WORDS = '[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*';
const SEMVER = new RegExp(
  `^${SEMVER_NUMBER}\\.${SEMVER_NUMBER}\\.${SEMVER_NUMBER}(-${SEMVER_WORDS})?(\\+${SEMVER_WORDS})?$`,
);
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;
const IP_V4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** Why an operator of this kind can't compare with this value; undefined if it can, or only the server knows. */
export function valueFault(kind: Kind, value: Value): string | undefined {
  switch (kind) {
    case 'none':
      return 'Expected no value';
    case 'any':
      return typeof value === 'object' ? 'Expected a text, a number, true or false' : undefined;
    case 'number':
      return isNumber(value) ? undefined : (typeof value === 'string' && rounding(value)) || 'Expected a number';
    case 'time':
      return isTime(value) ? undefined : 'Expected a time such as 2026-12-24T18:00:00Z';
    case 'version':
      return typeof value === 'string' && SEMVER.test(value) ? undefined : 'Expected a version such as 2.4.0';
    case 'network':
      return isNetwork(value) ? undefined : 'Expected an address or a network such as 10.0.0.0/8';
    case 'circle':
      return circleFault(value);
    default:
      return typeof value === 'string' ? undefined : 'Expected a text';
  }
}

function isNumber(value: Value): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isTime(value: Value): boolean {
  return isNumber(value) || (typeof value === 'string' && RFC_3339.test(value) && !Number.isNaN(Date.parse(value)));
}

function isNetwork(value: Value): boolean {
  if (typeof value !== 'string') {
    return false;
  }
  const [address = '', length, ...more] = value.split('/');
  const v6 = address.includes(':');
  const fits = length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (v6 ? 128 : 32));
  return fits && more.length === 0 && (v6 ? URL.canParse(`http://[${address}]/`) : IP_V4.test(address));
}

function circleFault(value: Value): string | undefined {
  if (typeof value !== 'object') {
    return 'Expected latitude, longitude and kilometres';
  }
  const within = (name: 'latitude' | 'longitude' | 'km', least: number, most: number) => {
    const given = (value as Readonly<Record<string, unknown>>)[name];
    return typeof given === 'number' && given >= least && given <= most;
  };
  if (!within('latitude', -90, 90)) {
    return 'Expected a latitude from -90 to 90';
  }
  if (!within('longitude', -180, 180)) {
    return 'Expected a longitude from -180 to 180';
  }
  return within('km', 0, Number.MAX_VALUE) ? undefined : 'Expected kilometres, 0 or more';
}
