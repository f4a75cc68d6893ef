import { call, type Schema } from '../../../shared/http';

export type Context = Schema<'Context'>;
export type Decision = Schema<'Decision'>;
export type Step = Schema<'Step'>;
export type FoundClause = Schema<'FoundClause'>;
export type FoundAttribute = Schema<'FoundAttribute'>;

interface Question {
  project: string;
  environment: string;
  context: Context;
  /** Only this flag, with every step that led to its decision; without it all flags, briefly. */
  flag?: string;
  csrf: string;
  signal: AbortSignal;
}

export interface Answer {
  revision: number;
  decisions: Readonly<Record<string, Decision>>;
}

/** What flags decide for one context, by the engine that programs have. */
export async function evaluate({ project, environment, context, flag, csrf, signal }: Question): Promise<Answer> {
  const { revision, results } = await call('POST /projects/{project}/environments/{environment}/evaluate', {
    path: { project, environment },
    body: { contexts: [context], ...(flag === undefined ? {} : { flags: [flag], explain: true }) },
    csrf,
    signal,
  });
  return { revision, decisions: results[0]?.decisions ?? {} };
}
