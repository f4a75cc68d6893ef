import { call, type Schema } from '../../../shared/http';

/** What a flag decides for one context, with the explanation; by the engine that SDKs have. */
export async function evaluate(
  project: string,
  environment: string,
  flag: string,
  context: Schema<'Context'>,
  csrf: string,
): Promise<Schema<'Decision'>> {
  const { results } = await call('POST /projects/{project}/environments/{environment}/evaluate', {
    path: { project, environment },
    body: { contexts: [context], flags: [flag], explain: true },
    csrf,
  });
  const decision = results[0]?.decisions[flag];
  if (!decision) {
    throw new Error(`the server decided nothing on ${flag}`);
  }
  return decision;
}
