import type { components, paths } from './openapi';

/** A schema of the REST API by its name in the server's description. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The operations of one method, by "GET /flags/{flag}" as the description has it below /api/v1. */
type Of<M extends Method> = {
  [P in keyof paths as paths[P] extends { readonly [K in M]: object }
    ? P extends `/api/v1${infer Below}`
      ? `${Uppercase<M>} ${Below}`
      : never
    : never]: paths[P] extends { readonly [K in M]: infer Operation } ? Operation : never;
};

type Routes = Of<'get'> & Of<'post'> & Of<'put'> & Of<'patch'> & Of<'delete'>;

/** Every route of the REST API, such as "GET /projects/{project}/flags". */
export type Route = keyof Routes;

type Json<Content> = Content extends { readonly 'application/json': infer Body } ? Body : never;

type Content<Answer> = Answer extends { readonly content: infer C } ? C : never;

type Good = 200 | 201 | 202;

/** What a route answers with when it does what was asked. */
export type AnswerOf<R extends Route> = Routes[R] extends { readonly responses: infer Responses }
  ? Good & keyof Responses extends never
    ? undefined
    : Json<Content<Responses[Good & keyof Responses]>>
  : never;

type PathOf<R extends Route> = Routes[R] extends { readonly parameters: { readonly path: infer Path } }
  ? { path: Path }
  : { path?: never };

type QueryOf<R extends Route> = Routes[R] extends { readonly parameters: { readonly query?: infer Query } }
  ? { query?: { [Name in keyof Query]?: Query[Name] | undefined } }
  : { query?: never };

type BodyOf<R extends Route> = Routes[R] extends { readonly requestBody: { readonly content: infer C } }
  ? { body: Json<C> }
  : Routes[R] extends { readonly requestBody?: { readonly content: infer C } }
    ? { body?: Json<C> }
    : { body?: never };

/** What a call of a route takes. */
export type CallOf<R extends Route> = PathOf<R> &
  QueryOf<R> &
  BodyOf<R> & {
    /** Needed by everything that changes something while signed in by cookie. */
    csrf?: string | undefined;
    /** The ETag that was read: what was changed since then is not overwritten. */
    ifMatch?: string | undefined;
    signal?: AbortSignal;
    /** How long the server may take to begin its answer, where 15 s are not enough. */
    answerMillis?: number;
  };
