import type { Schema } from '../../../shared/http';

/** The authored form of who gets what, as the REST API has it. */
export type TargetingBody = Schema<'TargetingBody'>;
export type Targeting = Schema<'Targeting'>;
export type Serving = Schema<'Serving'>;
export type Rule = Schema<'Rule'>;
export type Clause = Schema<'Clause'>;
export type Op = Clause['op'];
export type Target = Schema<'Target'>;
export type Prerequisite = Schema<'Prerequisite'>;
export type Guard = Schema<'Guard'>;
export type WhenUnknown = Schema<'WhenUnknown'>;
