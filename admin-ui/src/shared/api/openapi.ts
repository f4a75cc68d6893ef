// Made from openapi.json by "npm run types:api"; not to be edited.

export interface paths {
    readonly "/api/v1/session/link": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Make a one-time link that signs one browser in; as oneself, or as the administrator if a token asks */
        readonly post: operations["makeSessionLink"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/session": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who is asking */
        readonly get: operations["getSession"];
        readonly put?: never;
        /** Sign in, by the token of a one-time link or by name and password */
        readonly post: operations["signIn"];
        /** End the session */
        readonly delete: operations["signOut"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/session/password": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Change one's own password; every other session and all links of the same person end */
        readonly put: operations["changePassword"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/users": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The people who may sign in */
        readonly get: operations["listUsers"];
        readonly put?: never;
        /** Make somebody known, and the link that lets them in */
        readonly post: operations["createUser"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/users/{user}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One person */
        readonly get: operations["getUser"];
        readonly put?: never;
        readonly post?: never;
        /** Remove a person for good */
        readonly delete: operations["deleteUser"];
        readonly options?: never;
        readonly head?: never;
        /** Change rights, or who may sign in at all; a change of either ends their sessions */
        readonly patch: operations["changeUser"];
        readonly trace?: never;
    };
    readonly "/api/v1/users/{user}/link": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Make a one-time link that lets a person back in, good for 24 hours */
        readonly post: operations["makeUserLink"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The API tokens */
        readonly get: operations["listTokens"];
        readonly put?: never;
        /** Make an API token */
        readonly post: operations["createToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tokens/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Revoke an API token */
        readonly delete: operations["revokeToken"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The audit log of people and tokens, oldest first; without `from`, its newest page
         * @description With `before` or a filter it is told newest first, as that of a project.
         */
        readonly get: operations["getAccessAudit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All projects */
        readonly get: operations["listProjects"];
        readonly put?: never;
        /** Make a project with environments development and production */
        readonly post: operations["createProject"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One project */
        readonly get: operations["getProject"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Rename, archive or restore a project
         * @description Nothing of an archived project can be changed. Its keys have to be revoked before, so that nobody is served what can't be changed.
         */
        readonly patch: operations["patchProject"];
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/environments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The environments of a project */
        readonly get: operations["listEnvironments"];
        readonly put?: never;
        /** Make an environment in which all flags are disabled, or a copy in which nobody moves */
        readonly post: operations["createEnvironment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/environments/{environment}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One environment */
        readonly get: operations["getEnvironment"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Rename, archive or restore an environment
         * @description Who gets what in an archived environment can't be changed, and it gets no keys; flags that are made or changed as a whole are carried along. Its keys have to be revoked before. The version is that of the project.
         */
        readonly patch: operations["patchEnvironment"];
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/flags": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The flags of a project with what they do in each environment */
        readonly get: operations["listFlags"];
        readonly put?: never;
        /** Make a flag, disabled in all environments */
        readonly post: operations["createFlag"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/flags/{flag}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One flag */
        readonly get: operations["getFlag"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Remove a flag everywhere
         * @description A 409 names in `errors` the running instances whose code evaluates or declares it, up to 100 of them.
         */
        readonly delete: operations["deleteFlag"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Merge into the definition; archive and restore
         * @description What reaches SDKs changes all environments in one write.
         */
        readonly patch: operations["patchFlag"];
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/flags/{flag}/environments/{environment}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who gets what */
        readonly get: operations["getTargeting"];
        /** Replace who gets what */
        readonly put: operations["putTargeting"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /** Merge into who gets what */
        readonly patch: operations["patchTargeting"];
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/flags/{flag}/environments/{environment}/on": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Enable the flag */
        readonly post: operations["enableFlag"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/flags/{flag}/environments/{environment}/off": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Disable the flag: everyone gets the off variation */
        readonly post: operations["disableFlag"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/flags/{flag}/environments/{environment}/percentage": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The present split of one place */
        readonly get: operations["getPercentage"];
        /**
         * Give one variation a percentage at one place
         * @description Only the rest gives and takes. Raising keeps everyone in, lowering keeps everyone out, and no more users move than the difference. Never enables by itself.
         */
        readonly put: operations["setPercentage"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/flags/{flag}/environments/{environment}/rules/{rule}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Make or replace one rule */
        readonly put: operations["putRule"];
        readonly post?: never;
        /** Remove one rule */
        readonly delete: operations["removeRule"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/flags/{flag}/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The kept versions of a flag, newest first
         * @description Of its definition and of its targeting in each environment; the newest 100 of each are kept.
         */
        readonly get: operations["getHistory"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/flags/{flag}/revert": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Put versions of a flag back, ranges and all
         * @description `If-Match` names the present version of each document that is put back.
         */
        readonly post: operations["revertFlag"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/flags/{flag}/environments/{environment}/copy": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Take over who gets what from another environment
         * @description On the bucket lines of this environment; the switch stays as it is here.
         */
        readonly post: operations["copyTargeting"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/flags/{flag}/environments/{environment}/preview": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What replacing the targeting with this body would do */
        readonly post: operations["previewTargeting"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/compare": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What two environments do not say alike */
        readonly get: operations["compareEnvironments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All flags and segments of a project with their bucket lines, and without versions, times and keys */
        readonly get: operations["exportProject"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/import": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Have in force what a file says, all of it or nothing; makes the project if there is none
         * @description What the file does not name stays as it is. Splits that come with their ranges keep them, others go on with the lines that are there.
         */
        readonly post: operations["importProject"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/environments/{environment}/segments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The segments of an environment */
        readonly get: operations["listSegments"];
        readonly put?: never;
        /** Make a segment */
        readonly post: operations["createSegment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/environments/{environment}/segments/{segment}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One segment */
        readonly get: operations["getSegment"];
        /** Make or replace a segment */
        readonly put: operations["putSegment"];
        readonly post?: never;
        /** Remove a segment that nothing uses */
        readonly delete: operations["deleteSegment"];
        readonly options?: never;
        readonly head?: never;
        /** Merge into a segment */
        readonly patch: operations["patchSegment"];
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/environments/{environment}/segments/{segment}/members": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The keys that a segment lists, as rows
         * @description NDJSON, or CSV with a column `key` if `Accept` asks for `text/csv`.
         */
        readonly get: operations["listMembers"];
        readonly put?: never;
        /** Add keys to a segment, all or nothing */
        readonly post: operations["addMembers"];
        /** Remove keys from a segment, all or nothing */
        readonly delete: operations["removeMembers"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The keys of a project */
        readonly get: operations["listKeys"];
        readonly put?: never;
        /** Make a key */
        readonly post: operations["createKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/keys/{id}/rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Make a key that takes the place of another, which ends after a while */
        readonly post: operations["rotateKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/keys/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Revoke a key; its streams are cut on every node */
        readonly delete: operations["revokeKey"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/environments/{environment}/evaluate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What flags decide for contexts, by the engine that SDKs have */
        readonly post: operations["evaluate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/environments/{environment}/flags/{flag}/audience": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Who is in, of contexts of one's own, as many as one likes
         * @description Rows in, rows out while they come in; the last row has the totals. A column of CSV is `targetingKey`, `ip` or an attribute, which is a text unless its name ends with `:number`, `:boolean` or `:json`; an empty cell is absent. A row that can't be read is told and counted, and the others go on. No body is an audience of nobody.
         */
        readonly post: operations["audience"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/environments/{environment}/fleet": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** SDK instances and nodes, and how far behind they are */
        readonly get: operations["getFleet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/environments/{environment}/measures": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What SDKs reported of one flag by time; without `flag`, when each was last used */
        readonly get: operations["getMeasures"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/attempts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Who lately called with keys of the project, and what came of it
         * @description What every node remembers, bounded and until it ends. Calls whose key is nobody's belong to no project and are shown to the administrators of each.
         */
        readonly get: operations["listAttempts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The audit log, oldest first; without `from`, its newest page
         * @description With `before` or a filter it is told newest first, and `next` is the `before` of the next page; a page may be short where few entries match.
         */
        readonly get: operations["getAudit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/audit/verify": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether the audit log is whole, and else its first broken entry */
        readonly get: operations["verifyAudit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The latest changes of all projects, newest first
         * @description For one page at most 2,000 entries of the logs are looked at: it may be short, or empty, where most of them are not the caller's to see, and `next` goes on.
         */
        readonly get: operations["listChanges"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/projects/{project}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Server-sent events `changed` and `convergence`, as hints to read again */
        readonly get: operations["listen"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sdk/v1/stream": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Changes as server-sent events, from `from` or Last-Event-ID on */
        readonly get: operations["stream"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sdk/v1/snapshot": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The whole state, or 304 for who has it */
        readonly get: operations["getSnapshot"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sdk/v1/ack": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Say that a state is in force */
        readonly post: operations["acknowledge"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sdk/v1/goodbye": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Say that an instance ends */
        readonly post: operations["sayGoodbye"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sdk/v1/report": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What an instance counted in one window; counts once */
        readonly post: operations["report"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sdk/v1/geo": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The node's geography database, or 304 for who has it */
        readonly get: operations["getGeoDatabase"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ofrep/v1/evaluate/flags/{flag}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What one flag decides */
        readonly post: operations["evaluateFlag"];
        readonly delete?: never;
        /** What a browser asks before a page of another origin does */
        readonly options: operations["mayEvaluateFlag"];
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ofrep/v1/evaluate/flags": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What all flags decide, or 304 for who has it */
        readonly post: operations["evaluateFlags"];
        readonly delete?: never;
        /** What a browser asks before a page of another origin does */
        readonly options: operations["mayEvaluateFlags"];
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ofrep/v1/stream": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Server-sent events that say refetchEvaluation; its address stands in eventStreams */
        readonly get: operations["hearOfChanges"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This description of the REST API */
        readonly get: operations["getDescription"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description A refusal (RFC 9457).
         * @example {
         *       "type": "urn:sluice:problem:invalid",
         *       "title": "The input is not allowed",
         *       "status": 422,
         *       "detail": "percentage: 250 is not allowed; expected 0 to 100 with at most 3 decimals",
         *       "errors": [
         *         {
         *           "pointer": "/percentage",
         *           "detail": "percentage: 250 is not allowed; expected 0 to 100 with at most 3 decimals"
         *         }
         *       ]
         *     }
         */
        readonly Problem: {
            /** @description Stable; for programs. */
            readonly type: string;
            /** @description The same few words for every problem of this type. */
            readonly title: string;
            readonly status: number;
            /** @description What was given, what is allowed; for people. */
            readonly detail: string;
            readonly errors: readonly {
                /** @description A JSON Pointer into the body, or ?name for a query parameter. */
                readonly pointer: string;
                readonly detail: string;
            }[];
        };
        /** @example new-checkout */
        readonly Key: string;
        /** @description Why, for the audit log. */
        readonly Comment: string;
        /**
         * @description Nothing but a comment.
         * @example {
         *       "comment": "the incident is over"
         *     }
         */
        readonly Commented: {
            readonly comment?: components["schemas"]["Comment"];
        };
        /**
         * @description Exact, to a thousandth of a percent.
         * @example 12.5
         */
        readonly Percentage: number;
        /**
         * @description Percentages by variation.
         * @example {
         *       "on": 12.5,
         *       "off": 87.5
         *     }
         */
        readonly Shares: {
            readonly [key: string]: components["schemas"]["Percentage"];
        };
        /**
         * @example {
         *       "at": "2026-11-21T08:00:00Z",
         *       "actor": "ada",
         *       "action": "flag.on",
         *       "comment": "go"
         *     }
         */
        readonly LastChange: {
            /** Format: date-time */
            readonly at: string;
            readonly actor: string;
            readonly action: string;
            readonly comment: string;
        };
        /** @description The identity of a state. */
        readonly State: {
            readonly epoch: components["schemas"]["Epoch"];
            readonly revision: components["schemas"]["Revision"];
            readonly hash: components["schemas"]["Hash"];
        };
        /** @example 1795250442.x4myghg7f99flq75mi1bt8 */
        readonly Epoch: string;
        /** @example 13 */
        readonly Revision: number;
        readonly Hash: string;
        /**
         * @example {
         *       "link": "https://flags.example/#link=3vQB7B6MrGQZaxCuFg4oh"
         *     }
         */
        readonly SessionLink: {
            /** @description Good once within 15 minutes. The token is in the fragment. */
            readonly link: string;
        };
        /**
         * @description Either link, or user and password.
         * @example {
         *       "link": "3vQB7B6MrGQZaxCuFg4oh"
         *     }
         * @example {
         *       "user": "ana",
         *       "password": "correct horse battery"
         *     }
         */
        readonly SignIn: {
            /** @description The token of a one-time link. */
            readonly link?: string;
            readonly user?: string;
            readonly password?: string;
            readonly comment?: components["schemas"]["Comment"];
        } & (unknown | unknown);
        /**
         * @example {
         *       "current": "correct horse battery",
         *       "password": "staple correct horse"
         *     }
         */
        readonly PasswordChange: {
            /** @description The password until now. Not needed within 30 minutes after coming by a link. */
            readonly current?: string;
            readonly password: string;
            readonly comment?: components["schemas"]["Comment"];
        };
        /**
         * @example {
         *       "user": "admin",
         *       "csrf": "5d41402abc4b2a76b9719d911017c592"
         *     }
         */
        readonly Session: {
            readonly user: string;
            readonly displayName?: string;
            /** @description Whether one can sign in without a link. */
            readonly passwordSet?: boolean;
            readonly grants?: components["schemas"]["Grants"];
            /** @description What Sluice-Csrf must carry; absent for callers without a session. */
            readonly csrf?: string;
        };
        /**
         * @description A role in a place.
         * @example {
         *       "project": "demo",
         *       "environment": "*",
         *       "role": "editor"
         *     }
         */
        readonly Grant: {
            readonly project: components["schemas"]["PlaceKey"];
            readonly environment: components["schemas"]["PlaceKey"];
            /** @enum {string} */
            readonly role: "viewer" | "editor" | "releaser" | "admin";
        };
        /** @description A key, or * for all. */
        readonly PlaceKey: string;
        /** @description Rights; of several for one place the highest role counts. */
        readonly Grants: readonly components["schemas"]["Grant"][];
        readonly User: {
            readonly name: components["schemas"]["UserName"];
            readonly displayName: string;
            readonly grants: components["schemas"]["Grants"];
            /** @description Whether they may sign in. */
            readonly active: boolean;
            readonly passwordSet: boolean;
            /** @description Goes up with every change; the ETag. */
            readonly version: number;
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            /** @description Signs them in once, within 24 hours; only in the answer that made them. */
            readonly link?: string;
            /** @description Instead of a link that could not be stored: where to ask for one. */
            readonly note?: string;
        };
        /** @example ana */
        readonly UserName: string;
        readonly UserPage: {
            readonly items: readonly components["schemas"]["User"][];
            readonly next: null;
        };
        /**
         * @example {
         *       "name": "ana",
         *       "displayName": "Ana",
         *       "grants": [
         *         {
         *           "project": "demo",
         *           "environment": "production",
         *           "role": "releaser"
         *         }
         *       ]
         *     }
         */
        readonly NewUser: {
            readonly name: components["schemas"]["UserName"];
            readonly displayName?: string;
            readonly grants?: components["schemas"]["Grants"];
            readonly comment?: components["schemas"]["Comment"];
        };
        /**
         * @example {
         *       "active": false
         *     }
         */
        readonly UserChange: {
            readonly displayName?: string | null;
            readonly grants?: components["schemas"]["Grants"] | null;
            readonly active?: boolean | null;
            readonly comment?: string | null;
        };
        readonly ApiToken: {
            readonly id: string;
            /** @description How every API token begins. */
            readonly prefix: string;
            readonly name: string;
            readonly grants: components["schemas"]["Grants"];
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            /**
             * Format: date-time
             * @description From when on it is worth nothing.
             */
            readonly expiresAt: string;
            /** @description The token itself; only in the answer that made it. */
            readonly token?: string;
        };
        readonly TokenMade: WithRequired<components["schemas"]["ApiToken"], "token">;
        readonly TokenPage: {
            readonly items: readonly components["schemas"]["ApiToken"][];
            readonly next: null;
        };
        /**
         * @example {
         *       "name": "pipeline",
         *       "grants": [
         *         {
         *           "project": "demo",
         *           "environment": "production",
         *           "role": "releaser"
         *         }
         *       ],
         *       "expiresIn": "P30D"
         *     }
         */
        readonly NewToken: {
            readonly name: components["schemas"]["Key"];
            readonly grants: components["schemas"]["Grants"];
            /**
             * @description How long it is good: a minute to 366 days.
             * @default P90D
             */
            readonly expiresIn?: string;
            readonly comment?: components["schemas"]["Comment"];
        };
        /**
         * @description A merge patch. A name that is null is the key again.
         * @example {
         *       "name": "Shop of Bavaria"
         *     }
         * @example {
         *       "archived": true
         *     }
         */
        readonly LabelPatch: {
            readonly name?: string | null;
            readonly archived?: boolean | null;
            readonly comment?: components["schemas"]["Comment"];
        };
        readonly Project: {
            readonly key: components["schemas"]["Key"];
            readonly name: string;
            /** @description Nothing of it can be changed until it is restored. */
            readonly archived: boolean;
            readonly environments: readonly components["schemas"]["Environment"][];
            /** @description How many flags it has. */
            readonly flags: number;
        };
        readonly ProjectPage: {
            readonly items: readonly components["schemas"]["Project"][];
            readonly next: null;
        };
        /**
         * @example {
         *       "key": "shop",
         *       "name": "Shop"
         *     }
         */
        readonly NewProject: {
            readonly key: components["schemas"]["Key"];
            readonly name?: string;
            readonly comment?: components["schemas"]["Comment"];
        };
        readonly Environment: {
            readonly key: components["schemas"]["Key"];
            readonly name: string;
            /** @description Who gets what there can't be changed until it is restored. */
            readonly archived: boolean;
            readonly revision: components["schemas"]["Revision"];
            readonly epoch: components["schemas"]["Epoch"];
            readonly hash: components["schemas"]["Hash"];
        };
        readonly EnvironmentPage: {
            readonly items: readonly components["schemas"]["Environment"][];
            readonly next: null;
        };
        /**
         * @example {
         *       "key": "staging",
         *       "name": "Staging",
         *       "cloneOf": "production"
         *     }
         */
        readonly NewEnvironment: {
            readonly key: components["schemas"]["Key"];
            readonly name?: string;
            readonly cloneOf?: components["schemas"]["Key"];
            readonly comment?: components["schemas"]["Comment"];
        };
        /** @enum {string} */
        readonly FlagType: "boolean" | "string" | "integer" | "double" | "json";
        /**
         * @description Values by name, all of the flag's type.
         * @example {
         *       "on": true,
         *       "off": false
         *     }
         */
        readonly Variations: {
            readonly [key: string]: unknown;
        };
        readonly Flag: {
            readonly key: components["schemas"]["Key"];
            readonly type: components["schemas"]["FlagType"];
            readonly description: string;
            readonly owner: string;
            readonly tags: readonly string[];
            readonly runbook: string;
            /** @description Whether it is meant to go away. */
            readonly temporary: boolean;
            /**
             * Format: date
             * @description The day by which it should be gone.
             */
            readonly expires?: string;
            /** @description Whether client keys may see it. */
            readonly clientVisible: boolean;
            readonly variations: components["schemas"]["Variations"];
            /** @description Whether it is out of use. */
            readonly archived: boolean;
            readonly version: number;
            readonly lastChange: components["schemas"]["LastChange"];
            /** @description What it does, by environment. */
            readonly environments?: {
                readonly [key: string]: components["schemas"]["FlagInEnvironment"];
            };
            /** @description Only in a list of stale flags. Why it may go. */
            readonly stale?: readonly {
                /** @enum {string} */
                readonly kind: "never-evaluated" | "one-variation" | "expired" | "undeclared";
                readonly words: string;
            }[];
        };
        readonly FlagInEnvironment: {
            readonly enabled: boolean;
            readonly revision: components["schemas"]["Revision"];
            /** @description Of the targeting; what If-Match compares there. */
            readonly version: number;
            /** @description Who gets what now. */
            readonly sentence: string;
            /** @description What the switch would do. */
            readonly switching: string;
            readonly exposure: components["schemas"]["Shares"];
            /** @description The split of the fallthrough, or null if it serves one variation. */
            readonly percentage: null | {
                readonly by: string;
                readonly percent: components["schemas"]["Shares"];
                readonly rest: string | null;
            };
            readonly rules: number;
            readonly lastChange: components["schemas"]["LastChange"];
        };
        readonly FlagPage: {
            readonly items: readonly components["schemas"]["FlagInList"][];
            readonly next: string | null;
            /** @description Only with `stale`. Since when anything is known of evaluations, by environment. */
            readonly measuredSince?: {
                readonly [key: string]: string | null;
            };
        };
        readonly FlagInList: WithRequired<components["schemas"]["Flag"], "environments">;
        /**
         * @example {
         *       "key": "faster-search",
         *       "type": "boolean"
         *     }
         * @example {
         *       "key": "search-limit",
         *       "type": "integer",
         *       "variations": {
         *         "small": 10,
         *         "large": 50
         *       },
         *       "offVariation": "small",
         *       "fallthrough": "small",
         *       "owner": "ada",
         *       "tags": [
         *         "search"
         *       ],
         *       "temporary": true,
         *       "expires": "2027-03-31"
         *     }
         */
        readonly NewFlag: {
            readonly key: components["schemas"]["Key"];
            readonly type: components["schemas"]["FlagType"];
            readonly variations?: components["schemas"]["Variations"];
            readonly offVariation?: components["schemas"]["Key"];
            readonly fallthrough?: components["schemas"]["Serving"];
            readonly description?: string;
            readonly owner?: string;
            readonly tags?: readonly string[];
            readonly runbook?: string;
            readonly temporary?: boolean;
            /** Format: date */
            readonly expires?: string;
            readonly clientVisible?: boolean;
            /** @enum {boolean} */
            readonly archived?: false;
            readonly comment?: components["schemas"]["Comment"];
        };
        /**
         * @description A merge patch (RFC 7396); null takes a field back to what it is when left out.
         * @example {
         *       "owner": "ada",
         *       "tags": [
         *         "checkout"
         *       ]
         *     }
         */
        readonly FlagPatch: {
            readonly key?: components["schemas"]["Key"];
            readonly type?: components["schemas"]["FlagType"];
            readonly variations?: {
                readonly [key: string]: unknown;
            };
            readonly description?: string | null;
            readonly owner?: string | null;
            readonly tags?: readonly string[] | null;
            readonly runbook?: string | null;
            readonly temporary?: boolean | null;
            /** Format: date */
            readonly expires?: string | null;
            readonly clientVisible?: boolean | null;
            readonly archived?: boolean | null;
            readonly version?: number;
            readonly lastChange?: components["schemas"]["LastChange"];
            readonly environments?: {
                readonly [key: string]: unknown;
            };
            readonly comment?: components["schemas"]["Comment"];
        };
        /**
         * @description One variation for everyone, or percentages.
         * @example on
         * @example {
         *       "split": {
         *         "percent": {
         *           "on": 10
         *         },
         *         "rest": "off"
         *       }
         *     }
         */
        readonly Serving: components["schemas"]["Key"] | {
            readonly variation: components["schemas"]["Key"];
        } | {
            readonly split: components["schemas"]["Split"];
        };
        /** @description Shares of the bucket line of one place. */
        readonly Split: {
            /**
             * @description The attribute whose value decides, or random.
             * @default targetingKey
             */
            readonly by?: string;
            readonly percent: components["schemas"]["Shares"];
            /** @description Who is in no share gets this; the off variation if left out. */
            readonly rest?: components["schemas"]["Key"];
            readonly salt?: string;
            readonly ranges?: readonly components["schemas"]["Range"][];
        };
        /** @description Buckets of 0.001 %. */
        readonly Range: {
            readonly variation: string;
            readonly from: number;
            readonly to: number;
        };
        /**
         * @example {
         *       "attribute": "geo.country",
         *       "op": "in",
         *       "values": [
         *         "DE",
         *         "AT"
         *       ]
         *     }
         */
        readonly Clause: {
            readonly attribute?: string;
            /** @enum {string} */
            readonly op: "in" | "startsWith" | "endsWith" | "contains" | "matches" | "lt" | "lte" | "gt" | "gte" | "before" | "after" | "semverEq" | "semverLt" | "semverLte" | "semverGt" | "semverGte" | "inCidr" | "inSegment" | "withinKm" | "exists";
            readonly values?: readonly (string | number | boolean | Record<string, never>)[];
            readonly negate?: boolean;
            readonly ignoreCase?: boolean;
        };
        readonly Rule: {
            readonly id: components["schemas"]["Key"];
            readonly when: readonly components["schemas"]["Clause"][];
            readonly serve: components["schemas"]["Serving"];
        };
        /**
         * @example {
         *       "when": [
         *         {
         *           "attribute": "geo.country",
         *           "op": "in",
         *           "values": [
         *             "DE"
         *           ]
         *         }
         *       ],
         *       "serve": {
         *         "split": {
         *           "percent": {
         *             "on": 25
         *           },
         *           "rest": "off"
         *         }
         *       }
         *     }
         */
        readonly RuleBody: {
            /** @description As in the address, if it is sent. */
            readonly id?: components["schemas"]["Key"];
            readonly when: readonly components["schemas"]["Clause"][];
            readonly serve: components["schemas"]["Serving"];
            readonly comment?: components["schemas"]["Comment"];
        };
        readonly Target: {
            readonly variation: components["schemas"]["Key"];
            /** @default targetingKey */
            readonly attribute?: string;
            readonly keys?: readonly string[];
        };
        readonly Prerequisite: {
            readonly flag: components["schemas"]["Key"];
            readonly variations: readonly components["schemas"]["Key"][];
        };
        /** @description Limits by which an SDK stops serving a failing variation in its own process. */
        readonly Guard: {
            readonly variation: components["schemas"]["Key"];
            readonly baseline: components["schemas"]["Key"];
            readonly maxErrorShare: number;
            /** @default 0 */
            readonly minimum?: number;
            /** @default 10000 */
            readonly windowMillis?: number;
            /** @default 30000 */
            readonly probeAfterMillis?: number;
            readonly region?: string;
        };
        /**
         * @description What an SDK serves while it does not know that what it holds is the newest: its stream is broken, or it started from what it kept
         *     on disk. `lastKnown`: the last known form, beyond `maxAgeSeconds` the default of the code. `default`: the default of the code.
         *     `failClosed`: the off variation. Until `maxAgeSeconds` after the server's last confirmation the last known form decides.
         */
        readonly WhenUnknown: {
            /** @enum {string} */
            readonly use: "lastKnown" | "default" | "failClosed";
            readonly maxAgeSeconds?: number;
        };
        /**
         * @example {
         *       "enabled": true,
         *       "offVariation": "off",
         *       "rules": [
         *         {
         *           "id": "de",
         *           "when": [
         *             {
         *               "attribute": "geo.country",
         *               "op": "in",
         *               "values": [
         *                 "DE"
         *               ]
         *             }
         *           ],
         *           "serve": "on"
         *         }
         *       ],
         *       "fallthrough": {
         *         "split": {
         *           "percent": {
         *             "on": 10
         *           },
         *           "rest": "off"
         *         }
         *       }
         *     }
         */
        readonly TargetingBody: {
            readonly enabled: boolean;
            readonly offVariation?: components["schemas"]["Key"];
            readonly prerequisites?: readonly components["schemas"]["Prerequisite"][];
            readonly targets?: readonly components["schemas"]["Target"][];
            readonly rules?: readonly components["schemas"]["Rule"][];
            readonly fallthrough: components["schemas"]["Serving"];
            readonly guard?: components["schemas"]["Guard"];
            readonly whenUnknown?: components["schemas"]["WhenUnknown"];
            readonly version?: number;
            readonly lastChange?: components["schemas"]["LastChange"];
            readonly comment?: components["schemas"]["Comment"];
        };
        readonly Targeting: WithRequired<components["schemas"]["TargetingBody"], "prerequisites" | "targets" | "rules" | "version" | "lastChange">;
        /**
         * @description A merge patch (RFC 7396). Lists are replaced as a whole.
         * @example {
         *       "enabled": true,
         *       "fallthrough": "off"
         *     }
         */
        readonly TargetingPatch: {
            readonly enabled?: boolean;
            readonly offVariation?: string | null;
            readonly prerequisites?: readonly components["schemas"]["Prerequisite"][] | null;
            readonly targets?: readonly components["schemas"]["Target"][] | null;
            readonly rules?: readonly components["schemas"]["Rule"][] | null;
            readonly fallthrough?: string | Record<string, never>;
            readonly guard?: Record<string, never> | null;
            readonly whenUnknown?: Record<string, never> | null;
            readonly version?: number;
            readonly lastChange?: components["schemas"]["LastChange"];
            readonly comment?: components["schemas"]["Comment"];
        };
        /**
         * @example {
         *       "variation": "on",
         *       "percentage": 12.5,
         *       "comment": "second step"
         *     }
         */
        readonly PercentageBody: {
            readonly variation: components["schemas"]["Key"];
            readonly percentage: components["schemas"]["Percentage"];
            /** @description The place; without it the fallthrough. */
            readonly rule?: components["schemas"]["Key"];
            /** @description The attribute to split by; without it, it stays. */
            readonly by?: string;
            /**
             * @description Enable the flag too.
             * @default false
             */
            readonly enable?: boolean;
            readonly comment?: components["schemas"]["Comment"];
        };
        readonly PlaceSplit: {
            readonly place: string;
            readonly by: string;
            readonly enabled: boolean;
            readonly percent?: components["schemas"]["Shares"];
            readonly rest?: string | null;
            readonly effective: components["schemas"]["Shares"];
            readonly note: string;
        };
        /**
         * @description What an act or a change of targeting came to.
         * @example {
         *       "revision": 13,
         *       "epoch": "1795250442.k3v9",
         *       "environment": "production",
         *       "flag": "new-checkout",
         *       "changed": true,
         *       "enabled": true,
         *       "version": 4,
         *       "emergency": false,
         *       "note": "10 % of users by targetingKey get on, everyone else gets off."
         *     }
         */
        readonly Acted: {
            readonly revision: components["schemas"]["Revision"];
            readonly epoch: components["schemas"]["Epoch"];
            readonly environment: components["schemas"]["Key"];
            readonly flag: components["schemas"]["Key"];
            /** @description Whether anything was stored. */
            readonly changed: boolean;
            readonly enabled: boolean;
            readonly version: number;
            /** @description Whether it is an act that only takes exposure away. */
            readonly emergency: boolean;
            /** @description In words, who now gets what. */
            readonly note: string;
            /** @description The environment that was copied. */
            readonly from?: components["schemas"]["Key"];
            readonly diff?: components["schemas"]["Diff"];
            readonly definition?: components["schemas"]["DefinitionChange"];
            readonly place?: string;
            readonly by?: string;
            readonly effective?: components["schemas"]["Shares"];
            /** @description The other places that give this variation to anybody. */
            readonly alsoServedBy?: readonly string[];
            readonly convergence?: components["schemas"]["Convergence"];
            readonly convergences?: components["schemas"]["Convergences"];
            readonly waitingFor?: components["schemas"]["WaitingFor"];
        };
        readonly PercentageSet: WithRequired<components["schemas"]["Acted"], "place" | "by" | "effective" | "alsoServedBy">;
        /** @description How far a change of a definition is in force, by environment that it moved. Present only if it was asked for. */
        readonly Convergences: {
            readonly [key: string]: components["schemas"]["Convergence"];
        };
        /** @description The environments in which that change is not in force everywhere yet. */
        readonly WaitingFor: readonly components["schemas"]["Key"][];
        /** @description How far a change is in force. Present only if it was asked for. */
        readonly Convergence: {
            readonly connected: number;
            readonly acked: number;
            readonly laggards: readonly {
                readonly instance: string;
                readonly application: string;
                readonly session: string | null;
                readonly why: string;
            }[];
            readonly lost: readonly string[];
            readonly left: number;
            readonly pollers: number;
            readonly nodes: {
                readonly total: number;
                readonly acked: number;
                readonly missing: readonly string[];
                readonly lost: readonly string[];
            };
            readonly complete: boolean;
            readonly millis: number;
            readonly sentence: string;
        };
        /**
         * @description What differs. Rules go by their id, prerequisites by their flag, targets by variation and attribute.
         * @example [
         *       {
         *         "pointer": "/fallthrough/split/percent/on",
         *         "before": 10,
         *         "after": 20
         *       }
         *     ]
         */
        readonly Diff: readonly ({
            /** @description Where: a JSON Pointer, but with names instead of the numbers of rules. */
            readonly pointer: string;
            /** @description Absent if there was nothing. */
            readonly before?: unknown;
            /** @description Absent if there is nothing. */
            readonly after?: unknown;
        } | {
            readonly pointer: string;
            readonly added: readonly unknown[];
            readonly removed: readonly unknown[];
            /** @description How many are left out. */
            readonly more?: number;
        })[];
        readonly Sentences: {
            readonly before: string | null;
            readonly after: string | null;
        };
        readonly Exposures: {
            readonly before: components["schemas"]["Shares"];
            readonly after: components["schemas"]["Shares"];
        };
        readonly HistoryPage: {
            readonly items: readonly {
                /** @enum {string} */
                readonly document: "definition" | "targeting";
                readonly environment: string | null;
                readonly version: number;
                /** Format: date-time */
                readonly at: string;
                readonly actor: string;
                readonly action: string;
                readonly comment: string;
                /** @description What this version says. */
                readonly words: string;
                readonly sentence?: components["schemas"]["Sentences"];
                readonly diff: components["schemas"]["Diff"];
            }[];
            readonly next: string | null;
        };
        /**
         * @description A version of the definition, or an environment and a version of its targeting, or all three.
         * @example {
         *       "environment": "production",
         *       "version": 1
         *     }
         */
        readonly RevertBody: {
            /** @description A version of the definition. */
            readonly definition?: number;
            readonly environment?: components["schemas"]["Key"];
            /** @description A version of the targeting in that environment. */
            readonly version?: number;
            readonly comment?: components["schemas"]["Comment"];
        };
        /** @description What came of it; with dryRun what would. */
        readonly Reverted: components["schemas"]["Acted"] | components["schemas"]["DefinitionReverted"] | components["schemas"]["RevertProspect"];
        /** @description The flag, where only its definition was put back. */
        readonly DefinitionReverted: {
            readonly changed: boolean;
            readonly diff: components["schemas"]["Diff"];
            readonly convergences?: components["schemas"]["Convergences"];
            readonly waitingFor?: components["schemas"]["WaitingFor"];
        } & {
            readonly [key: string]: unknown;
        };
        readonly DefinitionChange: {
            readonly version: number;
            readonly changes: boolean;
            readonly diff: components["schemas"]["Diff"];
        };
        /** @description What it would do to the targeting (all but `definition`) and to the definition. */
        readonly RevertProspect: {
            readonly definition: components["schemas"]["DefinitionChange"];
        } & {
            readonly [key: string]: unknown;
        };
        readonly Copied: components["schemas"]["Acted"] | components["schemas"]["Prospect"];
        /** @description What a change would do. Nothing is stored. */
        readonly Prospect: {
            readonly environment: components["schemas"]["Key"];
            readonly flag: components["schemas"]["Key"];
            /** @description The version in force. */
            readonly version: number;
            /** @description Whether anything would be stored. */
            readonly changes: boolean;
            /** @description In words, who would get what. */
            readonly note: string;
            readonly sentence: components["schemas"]["Sentences"];
            readonly exposure: components["schemas"]["Exposures"];
            readonly diff: components["schemas"]["Diff"];
            readonly moves: readonly components["schemas"]["Move"][];
        };
        /**
         * @description The share of one place's bucket line that changes hands, of those who reach it before and after.
         * @example {
         *       "place": "fallthrough",
         *       "reach": "same",
         *       "now": {
         *         "moved": 2.5,
         *         "exact": true,
         *         "changes": [
         *           {
         *             "from": "off",
         *             "to": "on",
         *             "share": 2.5
         *           }
         *         ]
         *       },
         *       "whenEnabled": {
         *         "moved": 2.5,
         *         "exact": true,
         *         "changes": [
         *           {
         *             "from": "off",
         *             "to": "on",
         *             "share": 2.5
         *           }
         *         ]
         *       }
         *     }
         */
        readonly Move: {
            readonly place: string;
            /**
             * @description Whether the same users reach it.
             * @enum {string}
             */
            readonly reach: "same" | "changed" | "new" | "gone";
            readonly now: components["schemas"]["Moved"];
            readonly whenEnabled: components["schemas"]["Moved"];
        };
        /** @description Null for a rule that is new or gone. */
        readonly Moved: {
            readonly moved: components["schemas"]["Percentage"];
            /** @description False where salt or attribute change and a share is what is to be expected. */
            readonly exact: boolean;
            readonly changes: readonly {
                /** @description Null for the code's own default. */
                readonly from: string | null;
                readonly to: string | null;
                readonly share: components["schemas"]["Percentage"];
            }[];
        } | null;
        readonly ComparisonPage: {
            readonly a: components["schemas"]["Key"];
            readonly b: components["schemas"]["Key"];
            readonly items: readonly components["schemas"]["Difference"][];
            readonly next: string | null;
        };
        /** @description Of a flag, with both sides, or of a segment. */
        readonly Difference: {
            readonly flag?: components["schemas"]["Key"];
            readonly segment?: components["schemas"]["Key"];
            readonly a?: components["schemas"]["Side"];
            readonly b?: components["schemas"]["Side"];
            readonly diff: components["schemas"]["Diff"];
        };
        readonly Side: {
            readonly version: number;
            readonly enabled: boolean;
            readonly sentence: string;
        } | null;
        /**
         * @description A ProjectFile in YAML. A bare on, off, yes or no is a text. No anchors, aliases or tags.
         * @example sluice: 1
         *     project: demo
         *     flags:
         *       new-checkout:
         *         type: boolean
         *         environments:
         *           production: {enabled: true, offVariation: off, fallthrough: on}
         */
        readonly ProjectYaml: string;
        /**
         * @description A project as a file.
         * @example {
         *       "sluice": 1,
         *       "project": "demo",
         *       "flags": {
         *         "new-checkout": {
         *           "type": "boolean",
         *           "environments": {
         *             "production": {
         *               "enabled": true,
         *               "offVariation": "off",
         *               "fallthrough": "on"
         *             }
         *           }
         *         }
         *       }
         *     }
         */
        readonly ProjectFile: {
            /** @description The form of the file. */
            readonly sluice: number;
            readonly project: components["schemas"]["Key"];
            readonly name?: string;
            readonly environments?: {
                readonly [key: string]: string;
            };
            readonly segments?: {
                readonly [key: string]: {
                    readonly [key: string]: {
                        readonly [key: string]: unknown;
                    };
                };
            };
            readonly flags?: {
                readonly [key: string]: {
                    readonly [key: string]: unknown;
                };
            };
        };
        readonly Imported: {
            readonly dryRun: boolean;
            /** @description Whether something changed; with dryRun whether something would. */
            readonly changed: boolean;
            readonly changes: readonly {
                /** @enum {string} */
                readonly what: "project" | "flag" | "segment" | "targeting";
                readonly key: components["schemas"]["Key"];
                readonly environment?: components["schemas"]["Key"];
                /** @enum {string} */
                readonly action: "create" | "change" | "delete";
                readonly diff: readonly {
                    readonly [key: string]: unknown;
                }[];
            }[];
        };
        /**
         * @description One row.
         * @example {
         *       "key": "u1"
         *     }
         */
        readonly Member: {
            readonly key: string;
        };
        /**
         * @description One row, of which a body has one a line.
         * @example u1
         * @example {
         *       "key": "u1"
         *     }
         */
        readonly MemberRow: string | {
            readonly key: string;
        };
        /**
         * @description RFC 4180 in UTF-8. The first line names the columns.
         * @example key
         *     u1
         *     u2
         */
        readonly CsvRows: string;
        readonly MembersChanged: {
            readonly environment: components["schemas"]["Key"];
            readonly segment: components["schemas"]["Key"];
            /** @enum {string} */
            readonly list: "included" | "excluded";
            readonly added: number;
            readonly removed: number;
            /** @description Keys that were in the list already, or not in it. */
            readonly unchanged: number;
            /** @description How many there are in the list now. */
            readonly keys: number;
            readonly version: number;
            /** @description Whether anything was stored. */
            readonly changed: boolean;
            /** @description The same in words. */
            readonly note: string;
        };
        /** @description Targeting keys; at most 9,999 in both lists together. */
        readonly SegmentKeys: readonly string[];
        readonly SegmentRule: {
            readonly id: components["schemas"]["Key"];
            readonly when: readonly components["schemas"]["Clause"][];
        };
        /** @description Any of which makes a member. */
        readonly SegmentRules: readonly components["schemas"]["SegmentRule"][];
        readonly Segment: {
            readonly key: components["schemas"]["Key"];
            readonly description: string;
            readonly included: components["schemas"]["SegmentKeys"];
            readonly excluded: components["schemas"]["SegmentKeys"];
            readonly rules: components["schemas"]["SegmentRules"];
            readonly version: number;
            readonly lastChange: components["schemas"]["LastChange"];
        };
        /**
         * @example {
         *       "description": "people of ours",
         *       "included": [
         *         "ada",
         *         "grace"
         *       ],
         *       "rules": [
         *         {
         *           "id": "mail",
         *           "when": [
         *             {
         *               "attribute": "email",
         *               "op": "endsWith",
         *               "values": [
         *                 "@shop.example"
         *               ]
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        readonly SegmentBody: {
            /** @description As in the address, if it is sent. */
            readonly key?: components["schemas"]["Key"];
            readonly description?: string;
            readonly included?: components["schemas"]["SegmentKeys"];
            readonly excluded?: components["schemas"]["SegmentKeys"];
            readonly rules?: components["schemas"]["SegmentRules"];
            readonly version?: number;
            readonly lastChange?: components["schemas"]["LastChange"];
            readonly comment?: components["schemas"]["Comment"];
        };
        /**
         * @example {
         *       "key": "beta",
         *       "description": "who asked for it",
         *       "included": [
         *         "ada"
         *       ]
         *     }
         */
        readonly NewSegment: {
            readonly key: components["schemas"]["Key"];
            readonly description?: string;
            readonly included?: components["schemas"]["SegmentKeys"];
            readonly excluded?: components["schemas"]["SegmentKeys"];
            readonly rules?: components["schemas"]["SegmentRules"];
            readonly comment?: components["schemas"]["Comment"];
        };
        /**
         * @description A merge patch (RFC 7396). Lists are replaced as a whole.
         * @example {
         *       "description": "who asked for it"
         *     }
         */
        readonly SegmentPatch: {
            readonly key?: components["schemas"]["Key"];
            readonly description?: string | null;
            readonly included?: components["schemas"]["SegmentKeys"] | null;
            readonly excluded?: components["schemas"]["SegmentKeys"] | null;
            readonly rules?: components["schemas"]["SegmentRules"] | null;
            readonly version?: number;
            readonly lastChange?: components["schemas"]["LastChange"];
            readonly comment?: components["schemas"]["Comment"];
        };
        readonly SegmentPage: {
            readonly items: readonly {
                readonly key: components["schemas"]["Key"];
                readonly description: string;
                /** @description How many keys are included. */
                readonly included: number;
                readonly excluded: number;
                readonly rules: number;
                readonly version: number;
                readonly lastChange: components["schemas"]["LastChange"];
            }[];
            readonly next: null;
        };
        readonly ApiKey: {
            readonly id: string;
            /** @description How every key of this kind begins. */
            readonly prefix: string;
            /** @enum {string} */
            readonly kind: "sdk" | "client";
            readonly environment: components["schemas"]["Key"];
            readonly name: string;
            /** Format: date-time */
            readonly createdAt: string;
            readonly createdBy: string;
            /**
             * Format: date-time
             * @description From when on it is worth nothing, for another has taken its place.
             */
            readonly endsAt?: string;
            /** @description The key itself; only in the answer that made it. */
            readonly key?: string;
        };
        /**
         * @example {
         *       "overlap": "PT48H"
         *     }
         */
        readonly Rotation: {
            /**
             * @description How long both keys are good: up to 30 days. PT0S ends the old one at once.
             * @default PT24H
             */
            readonly overlap?: string;
            readonly comment?: components["schemas"]["Comment"];
        };
        readonly ApiKeyMade: WithRequired<components["schemas"]["ApiKey"], "key">;
        readonly ApiKeyPage: {
            readonly items: readonly components["schemas"]["ApiKey"][];
            readonly next: null;
        };
        /**
         * @example {
         *       "environment": "production",
         *       "kind": "sdk",
         *       "name": "shop"
         *     }
         */
        readonly NewApiKey: {
            readonly environment: components["schemas"]["Key"];
            /**
             * @default sdk
             * @enum {string}
             */
            readonly kind?: "sdk" | "client";
            readonly name?: string;
            readonly comment?: components["schemas"]["Comment"];
        };
        readonly AudienceRow: {
            readonly row: number;
            readonly targetingKey: string | null;
            readonly value?: unknown;
            readonly variation?: string | null;
            readonly reason: components["schemas"]["Reason"];
            readonly place: string | null;
            readonly flagVersion: number;
            readonly errorCode?: string;
            readonly bucketKeyMissing: boolean;
        } | {
            readonly row: number;
            /** @description Why it can't be read. */
            readonly error: string;
        } | {
            readonly totals: components["schemas"]["AudienceTotals"];
        };
        readonly AudienceTotals: {
            readonly flag: components["schemas"]["Key"];
            readonly revision: components["schemas"]["Revision"];
            readonly contexts: number;
            /** @description Rows that could not be read. */
            readonly invalid: number;
            readonly bucketKeyMissing: number;
            readonly variations: components["schemas"]["RowCounts"];
            readonly reasons: components["schemas"]["RowCounts"];
            readonly places: {
                readonly [key: string]: components["schemas"]["RowCounts"];
            };
            /** @description Whether all rows were read. */
            readonly complete: boolean;
            /** @description Why not. */
            readonly error?: string;
        };
        /** @description How many rows, by name; `none` for those without a value or place. */
        readonly RowCounts: {
            readonly [key: string]: number;
        };
        /**
         * @example {
         *       "contexts": [
         *         {
         *           "targetingKey": "ada",
         *           "attributes": {
         *             "plan": "gold"
         *           }
         *         }
         *       ],
         *       "flags": [
         *         "new-checkout"
         *       ],
         *       "explain": true
         *     }
         */
        readonly EvaluateBody: {
            readonly contexts: readonly components["schemas"]["Context"][];
            /** @description All of them if left out. */
            readonly flags?: readonly string[];
            /** @default false */
            readonly explain?: boolean;
            readonly comment?: components["schemas"]["Comment"];
        };
        readonly Context: {
            readonly targetingKey?: string;
            readonly ip?: string;
            readonly attributes?: {
                readonly [key: string]: unknown;
            };
            /** @description Attributes whose values are withheld. */
            readonly private?: readonly string[];
        };
        readonly Evaluated: {
            readonly revision: components["schemas"]["Revision"];
            readonly results: readonly {
                readonly targetingKey: string | null;
                readonly decisions: {
                    readonly [key: string]: components["schemas"]["Decision"];
                };
            }[];
        };
        readonly Decision: {
            readonly value?: unknown;
            readonly variation?: string | null;
            readonly reason: components["schemas"]["Reason"];
            readonly place: string | null;
            readonly flagVersion: number;
            readonly errorCode?: string;
            readonly bucketKeyMissing: boolean;
            readonly explanation?: {
                readonly text: string;
                readonly steps: readonly components["schemas"]["Step"][];
            };
        };
        /** @enum {string} */
        readonly Reason: "STATIC" | "DEFAULT" | "TARGETING_MATCH" | "SPLIT" | "DISABLED" | "PREREQUISITE_FAILED" | "ERROR";
        /** @description One step of an explanation; which fields it has depends on what it is. */
        readonly Step: {
            /** @enum {string} */
            readonly step: "noSuchFlag" | "failure" | "notUnderstood" | "switch" | "prerequisite" | "targets" | "rule" | "fallthrough";
            readonly why?: string;
            readonly lastGoodForm?: boolean;
            readonly enabled?: boolean;
            readonly flag?: string;
            readonly variations?: readonly string[];
            readonly met?: boolean;
            readonly variation?: string | null;
            readonly reason?: components["schemas"]["Reason"];
            readonly steps?: readonly components["schemas"]["Step"][];
            readonly attribute?: components["schemas"]["FoundAttribute"];
            readonly id?: string;
            readonly holds?: boolean;
            readonly clauses?: readonly components["schemas"]["FoundClause"][];
            readonly split?: {
                readonly by: string;
                readonly salt: string;
                readonly buckets: number;
                /** @description Whether the rest is served. */
                readonly rest: boolean;
                readonly bucketKeyMissing: boolean;
                readonly key?: components["schemas"]["FoundAttribute"];
                readonly bucket?: number;
                readonly range?: components["schemas"]["Range"];
            };
        };
        readonly FoundAttribute: {
            readonly name: string;
            readonly found: components["schemas"]["Found"];
            readonly private: boolean;
            readonly value?: unknown;
        };
        /** @enum {string} */
        readonly Found: "MATCH" | "NO_MATCH" | "MISSING" | "WRONG_TYPE";
        readonly FoundClause: {
            readonly op: string;
            readonly negate: boolean;
            readonly ignoreCase: boolean;
            readonly found: components["schemas"]["Found"];
            readonly holds: boolean;
            readonly attributes: readonly components["schemas"]["FoundAttribute"][];
            readonly values: readonly unknown[];
            readonly moreValues: number;
            readonly segments: readonly {
                readonly segment: string;
                readonly member: boolean;
                /** @enum {string} */
                readonly by: "EXCLUDED" | "INCLUDED" | "RULE" | "NEITHER";
                readonly toldBefore: boolean;
                readonly rules: readonly {
                    readonly id: string;
                    readonly holds: boolean;
                    readonly clauses: readonly components["schemas"]["FoundClause"][];
                }[];
            }[];
        };
        /** @description Forced variations by flag. */
        readonly Overrides: {
            readonly [key: string]: string;
        };
        readonly Fleet: {
            readonly items: readonly components["schemas"]["Instance"][];
            readonly next: null;
            readonly nodes: readonly components["schemas"]["Node"][];
            readonly unlisted: number;
        };
        readonly Instance: {
            readonly instance: string;
            readonly application: string;
            readonly sdk: string;
            readonly node: string;
            readonly session: string | null;
            /** Format: date-time */
            readonly connectedAt: string;
            /** Format: date-time */
            readonly lastSeenAt: string;
            readonly polling: boolean;
            readonly lost: boolean;
            readonly acked: components["schemas"]["State"] | null;
            /** @description Revisions behind what this node serves; null if that can't be said. */
            readonly behind: number | null;
            readonly notUnderstood: readonly {
                readonly flag: string;
                readonly why: string;
            }[];
            readonly overrides: components["schemas"]["Overrides"];
            readonly geo: string | null;
            readonly droppedWindows: number;
        };
        readonly Node: {
            readonly node: string;
            readonly version: string;
            readonly uptimeSeconds: number;
            readonly answered: boolean;
            readonly silentSeconds?: number;
            readonly state: components["schemas"]["State"] | null;
            readonly behind: number | null;
            readonly sessions: number;
            readonly store: string;
            readonly overrides: components["schemas"]["Overrides"];
        };
        readonly AttemptPage: {
            /** @description Calls of the last hour that came to nothing, the latest first. */
            readonly items: readonly components["schemas"]["Attempt"][];
            readonly next: null;
            /** @description What good keys were used for, the latest first. */
            readonly uses: readonly components["schemas"]["KeyUse"][];
            /** @description Nodes that did not tell in time. */
            readonly silent: readonly string[];
        };
        /** @description Calls of one program that came to nothing, all for the same reason. */
        readonly Attempt: {
            /** @enum {string} */
            readonly trouble: "no-key" | "broken-key" | "unknown-key" | "client-key" | "not-a-key" | "no-room" | "unheard-stream";
            /** @description The reason in a sentence about the program. */
            readonly words: string;
            /** @description Whose key it was; null if the key is nobody's. */
            readonly environment: string | null;
            /** @description The id of that key. */
            readonly key: string | null;
            /** @description What the program calls itself. For OFREP in a browser where its page comes from. */
            readonly application: string;
            readonly sdk: string;
            /** @description Where it called from; empty if that is not known. */
            readonly address: string;
            readonly node: string;
            /** Format: date-time */
            readonly firstAt: string;
            /** Format: date-time */
            readonly lastAt: string;
            readonly count: number;
        };
        readonly KeyUse: {
            /** @description The id of the key. */
            readonly key: string;
            readonly environment: components["schemas"]["Key"];
            /** @enum {string} */
            readonly via: "sdk" | "ofrep";
            readonly application: string;
            readonly sdk: string;
            /** Format: date-time */
            readonly lastUsedAt: string;
        };
        readonly Measures: components["schemas"]["FlagUses"] | components["schemas"]["MeasureSeries"];
        readonly FlagUses: {
            readonly items: readonly {
                readonly flag: string;
                /** Format: date-time */
                readonly lastEvaluatedAt: string | null;
                /** Format: date-time */
                readonly lastDeclaredAt: string | null;
            }[];
            readonly next: null;
        };
        readonly MeasureSeries: {
            readonly flag: string;
            /** Format: date-time */
            readonly from: string;
            /** Format: date-time */
            readonly to: string;
            readonly stepSeconds: number;
            readonly evaluations: readonly {
                readonly version: number;
                readonly place: string | null;
                readonly variation: string | null;
                readonly reason: string;
                readonly errorCode?: string;
                readonly count: number;
                readonly points: readonly {
                    /** Format: date-time */
                    readonly at: string;
                    readonly count: number;
                }[];
            }[];
            readonly outcomes: readonly {
                readonly version: number;
                readonly place: string | null;
                readonly assigned: string | null;
                readonly served: string | null;
                readonly region?: string;
                readonly successes: number;
                readonly errors: components["schemas"]["Counts"];
                readonly latencyMillis: components["schemas"]["Latency"];
                readonly points: readonly {
                    /** Format: date-time */
                    readonly at: string;
                    readonly successes: number;
                    readonly errors: components["schemas"]["Counts"];
                    readonly latencyMillis: components["schemas"]["Latency"];
                }[];
            }[];
            readonly metrics: readonly {
                readonly version: number;
                readonly place: string | null;
                readonly assigned: string | null;
                readonly served: string | null;
                readonly region?: string;
                readonly metric: string;
                readonly count: number;
                readonly sum: number;
                readonly sumOfSquares: number;
                readonly points: readonly {
                    /** Format: date-time */
                    readonly at: string;
                    readonly count: number;
                    readonly sum: number;
                    readonly sumOfSquares: number;
                }[];
            }[];
            /** @description The applications that used the flag in the last 90 days, in their versions, the latest first. */
            readonly applications: readonly {
                readonly application: string;
                /**
                 * Format: date-time
                 * @description To the minute.
                 */
                readonly lastUsedAt: string;
            }[];
        };
        readonly Counts: {
            readonly [key: string]: number;
        };
        readonly Latency: {
            readonly count: number;
            readonly p50?: number;
            readonly p90?: number;
            readonly p95?: number;
            readonly p99?: number;
        };
        readonly AuditEntry: {
            readonly seq: number;
            /** Format: date-time */
            readonly at: string;
            readonly actor: string;
            readonly actorKind: components["schemas"]["ActorKind"];
            readonly action: string;
            readonly comment: string;
            readonly revert: components["schemas"]["RevertRequest"] | null;
            /** @description What was changed; which fields depends on the action. If it cannot be read, `unreadable` says why. */
            readonly details: {
                readonly [key: string]: unknown;
            };
            /** @description Over this entry and the one before. */
            readonly digest: string;
        };
        /** @description The request that has it back as it was before. */
        readonly RevertRequest: {
            readonly path: string;
            readonly body: components["schemas"]["RevertBody"];
        };
        /**
         * @description What the actor is, whatever their name; null in entries of versions that did not write it down.
         * @enum {string|null}
         */
        readonly ActorKind: "person" | "token" | "admin-token" | "server" | null;
        readonly AuditPage: {
            readonly items: readonly components["schemas"]["AuditEntry"][];
            /** @description The `from` of the next page, or its `before` if entries are told newest first. */
            readonly next: number | null;
        };
        readonly AuditVerdict: {
            readonly project: components["schemas"]["Key"];
            readonly intact: boolean;
            readonly entries: number;
            readonly head: {
                readonly seq: number;
                readonly digest: string;
            };
            readonly firstBroken: {
                readonly seq: number;
                readonly why: string;
            } | null;
            readonly words: string;
        };
        readonly Change: {
            readonly seq: number;
            /** Format: date-time */
            readonly at: string;
            readonly actor: string;
            readonly actorKind: components["schemas"]["ActorKind"];
            readonly action: string;
            readonly comment: string;
            readonly project: components["schemas"]["Key"];
            readonly environment: string | null;
            readonly flag: string | null;
            readonly sentence: {
                readonly before: string | null;
                readonly after: string | null;
            };
            /** @description Whether it was an act that only took exposure away. */
            readonly emergency: boolean;
            readonly revert: components["schemas"]["RevertRequest"] | null;
            readonly exposure: {
                readonly before?: components["schemas"]["Shares"] | null;
                readonly after?: components["schemas"]["Shares"] | null;
            };
        };
        readonly ChangePage: {
            readonly items: readonly components["schemas"]["Change"][];
            readonly next: string | null;
        };
        readonly Snapshot: {
            readonly format: number;
            readonly epoch: components["schemas"]["Epoch"];
            readonly revision: components["schemas"]["Revision"];
            readonly hash: components["schemas"]["Hash"];
            readonly flags: {
                readonly [key: string]: components["schemas"]["Record"];
            };
            readonly segments: {
                readonly [key: string]: components["schemas"]["Record"];
            };
        };
        /** @description A flag or a segment as it is evaluated, with its hash. */
        readonly Record: {
            readonly h: components["schemas"]["Hash"];
            readonly record: {
                readonly [key: string]: unknown;
            };
        };
        /**
         * @description Unknown fields are skipped.
         * @example {
         *       "session": "node-a-1",
         *       "instance": "2f1c",
         *       "epoch": "1795250442.k3v9",
         *       "revision": 2,
         *       "hash": "8b0ff668df406fcf67e1b449a1b2c3d48b0ff668df406fcf67e1b449a1b2c3d4",
         *       "heldMillis": 4
         *     }
         */
        readonly Ack: {
            readonly session?: string;
            readonly instance: string;
            readonly epoch: components["schemas"]["Epoch"];
            readonly revision: components["schemas"]["Revision"];
            readonly hash: components["schemas"]["Hash"];
            readonly heldMillis?: number;
            readonly notUnderstood?: readonly ({
                readonly flag?: string;
                readonly why?: string;
            } & {
                readonly [key: string]: unknown;
            })[];
            /** @description How many more there are than are named. */
            readonly notUnderstoodMore?: number;
            readonly overrides?: components["schemas"]["Overrides"];
            readonly geo?: string;
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Unknown fields are skipped.
         * @example {
         *       "session": "node-a-1",
         *       "instance": "2f1c"
         *     }
         */
        readonly Goodbye: {
            readonly session?: string;
            readonly instance: string;
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Aggregates of one window; unknown fields are skipped.
         * @example {
         *       "session": "node-a-1",
         *       "instance": "2f1c",
         *       "seq": 17,
         *       "windowMillis": 10000,
         *       "evaluations": [
         *         {
         *           "flag": "new-checkout",
         *           "version": 3,
         *           "place": "fallthrough",
         *           "variation": "on",
         *           "reason": "SPLIT",
         *           "count": 812
         *         }
         *       ]
         *     }
         */
        readonly Report: {
            readonly session: string;
            readonly instance: string;
            readonly seq: number;
            readonly windowMillis?: number;
            readonly droppedWindows?: number;
            readonly evaluations?: readonly {
                readonly [key: string]: unknown;
            }[];
            readonly outcomes?: readonly {
                readonly [key: string]: unknown;
            }[];
            readonly metrics?: readonly {
                readonly [key: string]: unknown;
            }[];
            readonly declared?: readonly string[];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Who is asking. Of a client key `ip` and `geo.*` are ignored; they are those of the connection.
         * @example {
         *       "context": {
         *         "targetingKey": "u1",
         *         "plan": "gold"
         *       }
         *     }
         */
        readonly OfrepRequest: {
            readonly context?: {
                readonly targetingKey?: string;
            } & {
                readonly [key: string]: unknown;
            };
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description A decision. Without `value` the caller's default holds.
         * @example {
         *       "key": "new-checkout",
         *       "reason": "SPLIT",
         *       "variant": "on",
         *       "value": true,
         *       "metadata": {
         *         "flagVersion": 3
         *       }
         *     }
         */
        readonly OfrepDecision: {
            readonly key: components["schemas"]["Key"];
            /** @enum {string} */
            readonly reason: "STATIC" | "DEFAULT" | "TARGETING_MATCH" | "SPLIT" | "DISABLED" | "PREREQUISITE_FAILED";
            readonly variant?: string;
            readonly value?: unknown;
            readonly metadata: {
                readonly flagVersion: number;
                /** @description The rule, target or fallthrough; not for client keys. */
                readonly place?: string;
            };
        };
        readonly OfrepDecisions: {
            readonly flags: readonly (components["schemas"]["OfrepDecision"] | components["schemas"]["OfrepFailure"])[];
            readonly eventStreams: readonly {
                /** @enum {string} */
                readonly type: "sse";
                /**
                 * Format: uri
                 * @description Holds a token: not to be logged.
                 */
                readonly url: string;
                readonly inactivityDelaySec: number;
            }[];
        };
        /** @description No decision. */
        readonly OfrepFailure: {
            readonly key?: string;
            /** @enum {string} */
            readonly errorCode: "FLAG_NOT_FOUND" | "PARSE_ERROR" | "INVALID_CONTEXT" | "PROVIDER_NOT_READY" | "TARGETING_KEY_MISSING" | "GENERAL";
            readonly errorDetails: string;
        };
        /** @description An OpenAPI 3.1 document. */
        readonly Description: {
            readonly openapi: string;
        } & {
            readonly [key: string]: unknown;
        };
    };
    responses: never;
    parameters: {
        /** @description The key of a project. */
        readonly "path.project": components["schemas"]["Key"];
        /** @description The key of an environment. */
        readonly "path.environment": components["schemas"]["Key"];
        /** @description The key of a flag. */
        readonly "path.flag": components["schemas"]["Key"];
        /** @description The key of a segment. */
        readonly "path.segment": components["schemas"]["Key"];
        /** @description The id of a rule. */
        readonly "path.rule": components["schemas"]["Key"];
        /** @description The id of a key or token, as the list gives it. */
        readonly "path.id": components["schemas"]["Key"];
        /** @description The name of a user. */
        readonly "path.user": components["schemas"]["Key"];
        /** @description Why, for the audit log. Instead of the field `comment` of the body. */
        readonly "query.comment": string;
        /** @description Hold the answer until the change is in force on every connected instance. */
        readonly "query.waitFor": "converged";
        /** @description How long to hold it. */
        readonly "query.timeoutMillis": number;
        /** @description The `next` of the page before. */
        readonly "query.cursor": string;
        /** @description Items of a page. */
        readonly "query.limit": number;
        /** @description Only flags with this tag. */
        readonly "query.tag": string;
        /** @description Archived flags instead of the others. */
        readonly "query.archived": boolean;
        /** @description Only flags of this owner. */
        readonly "query.owner": string;
        /** @description Only flags with this in their key or description, whatever the case. */
        readonly "query.text": string;
        /** @description Only flags that may go, each with the reasons: `never-evaluated`, `one-variation`, `expired`, `undeclared`, or `true` for any of them. */
        readonly "query.stale": "true" | "false" | "never-evaluated" | "one-variation" | "expired" | "undeclared";
        /** @description How many days without use count for `stale`. */
        readonly "query.days": number;
        /** @description By key, last change or expiry; with - the other way round. */
        readonly "query.sort": "key" | "-key" | "changed" | "-changed" | "expires" | "-expires";
        /** @description Also if it is enabled somewhere, or running code evaluates or declares it. */
        readonly "query.force": boolean;
        /** @description The id of a rule; without it the fallthrough is meant. */
        readonly "query.placeRule": string;
        /** @description Where the rule goes among the others; without it, it stays where it is or goes to the end. */
        readonly "query.position": string;
        /** @description Only the targeting in this environment. */
        readonly "query.inEnvironment": components["schemas"]["Key"];
        /** @description Items of a page. */
        readonly "query.fewLimit": number;
        /** @description Say what it would do, and store nothing. Needs no `If-Match`. */
        readonly "query.dryRun": boolean;
        /**
         * @description The environment to copy from.
         * @example development
         */
        readonly "query.copyFrom": components["schemas"]["Key"];
        /**
         * @description The one environment.
         * @example development
         */
        readonly "query.a": components["schemas"]["Key"];
        /**
         * @description The other environment.
         * @example production
         */
        readonly "query.b": components["schemas"]["Key"];
        /** @description The form of the file. */
        readonly "query.format": "json" | "yaml";
        /** @description Remove flags and segments that the file does not name; enabled flags only with `force`. */
        readonly "query.prune": boolean;
        /** @description Which of the segment's lists. */
        readonly "query.memberList": "included" | "excluded";
        /** @description Only rows of those who get this variation; the totals are of all. */
        readonly "query.onlyVariation": components["schemas"]["Key"];
        /** @description Whether to write rows at all, or only the totals. */
        readonly "query.decisions": boolean;
        /** @description Changes of a page. */
        readonly "query.changeLimit": number;
        /** @description The key of a flag. */
        readonly "query.measuredFlag": string;
        /** @description The beginning, at most 12 hours ago; 15 minutes before `to` if left out. */
        readonly "query.fromTime": string;
        /** @description The end, at most 10 minutes ahead; now if left out. */
        readonly "query.toTime": string;
        /** @description Seconds of a point. */
        readonly "query.step": number;
        /** @description The number of the first entry. */
        readonly "query.fromEntry": number;
        /** @description The number of an entry; those before it are told, newest first. */
        readonly "query.beforeEntry": number;
        /** @description Only what they did. */
        readonly "query.actorName": string;
        /** @description Only this, such as `flag.on`, or this kind of things, such as `flag`. */
        readonly "query.actionName": string;
        /** @description Only what was done to this flag. */
        readonly "query.flagOfEntry": string;
        /** @description Only what was done in this environment. */
        readonly "query.environmentOfEntry": string;
        /** @description Only what was done since then. */
        readonly "query.sinceTime": string;
        /** @description How far back, at most 90 days. */
        readonly "query.since": string;
        /** @description The id of the last event that was seen; Last-Event-ID does the same. */
        readonly "query.fromEvent": string;
        /** @description The `etag` of the event that led to this request. */
        readonly "query.flagConfigEtag": string;
        /** @description The `lastModified` of that event; this server sends none. */
        readonly "query.flagConfigLastModified": string;
        /** @description What the asker has seen; part of the address. */
        readonly "query.sinceTag": string;
        /**
         * @description The ETag that was read, or *.
         * @example "3"
         */
        readonly "header.If-Match": string;
        /**
         * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
         * @example 5f2b9c1e-ramp-to-25
         */
        readonly "header.Idempotency-Key": string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The version of the document; what If-Match compares.
         * @example "3"
         */
        readonly ETag: string;
        /** @description Present if this is the answer that the same request got before. */
        readonly "Idempotency-Replayed": "true";
        /**
         * @description Seconds after which to try again.
         * @example 1
         */
        readonly "Retry-After": string;
        /** @description The methods that there are. */
        readonly Allow: string;
        /** @description How to prove who you are. */
        readonly "WWW-Authenticate": "Bearer";
        /** @description The session's cookie. */
        readonly "Set-Cookie": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly makeSessionLink: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is made. */
            readonly 201: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SessionLink"];
                };
            };
        };
    };
    readonly getSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    readonly signIn: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SignIn"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /** @description The session's cookie. */
                    readonly "Set-Cookie": string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    readonly signOut: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is done. */
            readonly 204: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly changePassword: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PasswordChange"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /** @description The session's cookie. */
                    readonly "Set-Cookie": string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    readonly listUsers: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserPage"];
                };
            };
        };
    };
    readonly createUser: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewUser"];
            };
        };
        readonly responses: {
            /** @description It is made. */
            readonly 201: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    readonly getUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The name of a user. */
                readonly user: components["parameters"]["path.user"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    readonly deleteUser: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The name of a user. */
                readonly user: components["parameters"]["path.user"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is done. */
            readonly 204: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly changeUser: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The name of a user. */
                readonly user: components["parameters"]["path.user"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["UserChange"];
                readonly "application/merge-patch+json": components["schemas"]["UserChange"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    readonly makeUserLink: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path: {
                /** @description The name of a user. */
                readonly user: components["parameters"]["path.user"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is made. */
            readonly 201: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SessionLink"];
                };
            };
        };
    };
    readonly listTokens: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenPage"];
                };
            };
        };
    };
    readonly createToken: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewToken"];
            };
        };
        readonly responses: {
            /** @description It is made. */
            readonly 201: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenMade"];
                };
            };
        };
    };
    readonly revokeToken: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path: {
                /** @description The id of a key or token, as the list gives it. */
                readonly id: components["parameters"]["path.id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is done. */
            readonly 204: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly getAccessAudit: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of the first entry. */
                readonly from?: components["parameters"]["query.fromEntry"];
                /** @description The number of an entry; those before it are told, newest first. */
                readonly before?: components["parameters"]["query.beforeEntry"];
                /** @description Only what they did. */
                readonly actor?: components["parameters"]["query.actorName"];
                /** @description Only this, such as `flag.on`, or this kind of things, such as `flag`. */
                readonly action?: components["parameters"]["query.actionName"];
                /** @description Only what was done since then. */
                readonly since?: components["parameters"]["query.sinceTime"];
                /** @description Items of a page. */
                readonly limit?: components["parameters"]["query.limit"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditPage"];
                };
            };
        };
    };
    readonly listProjects: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProjectPage"];
                };
            };
        };
    };
    readonly createProject: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewProject"];
            };
        };
        readonly responses: {
            /** @description It is made. */
            readonly 201: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    readonly getProject: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    readonly patchProject: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["LabelPatch"];
                readonly "application/merge-patch+json": components["schemas"]["LabelPatch"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    readonly listEnvironments: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EnvironmentPage"];
                };
            };
        };
    };
    readonly createEnvironment: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewEnvironment"];
            };
        };
        readonly responses: {
            /** @description It is made. */
            readonly 201: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Environment"];
                };
            };
        };
    };
    readonly getEnvironment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Environment"];
                };
            };
        };
    };
    readonly patchEnvironment: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["LabelPatch"];
                readonly "application/merge-patch+json": components["schemas"]["LabelPatch"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Environment"];
                };
            };
        };
    };
    readonly listFlags: {
        readonly parameters: {
            readonly query?: {
                /** @description Only flags with this tag. */
                readonly tag?: components["parameters"]["query.tag"];
                /** @description Only flags of this owner. */
                readonly owner?: components["parameters"]["query.owner"];
                /** @description Only flags with this in their key or description, whatever the case. */
                readonly q?: components["parameters"]["query.text"];
                /** @description Archived flags instead of the others. */
                readonly archived?: components["parameters"]["query.archived"];
                /** @description Only flags that may go, each with the reasons: `never-evaluated`, `one-variation`, `expired`, `undeclared`, or `true` for any of them. */
                readonly stale?: components["parameters"]["query.stale"];
                /** @description How many days without use count for `stale`. */
                readonly days?: components["parameters"]["query.days"];
                /** @description By key, last change or expiry; with - the other way round. */
                readonly sort?: components["parameters"]["query.sort"];
                /** @description Items of a page. */
                readonly limit?: components["parameters"]["query.limit"];
                /** @description The `next` of the page before. */
                readonly cursor?: components["parameters"]["query.cursor"];
            };
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FlagPage"];
                };
            };
        };
    };
    readonly createFlag: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewFlag"];
            };
        };
        readonly responses: {
            /** @description It is made. */
            readonly 201: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Flag"];
                };
            };
        };
    };
    readonly getFlag: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Flag"];
                };
            };
        };
    };
    readonly deleteFlag: {
        readonly parameters: {
            readonly query?: {
                /** @description Also if it is enabled somewhere, or running code evaluates or declares it. */
                readonly force?: components["parameters"]["query.force"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is done. */
            readonly 204: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly patchFlag: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["FlagPatch"];
                readonly "application/merge-patch+json": components["schemas"]["FlagPatch"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Flag"];
                };
            };
        };
    };
    readonly getTargeting: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Targeting"];
                };
            };
        };
    };
    readonly putTargeting: {
        readonly parameters: {
            readonly query?: {
                /** @description Hold the answer until the change is in force on every connected instance. */
                readonly waitFor?: components["parameters"]["query.waitFor"];
                /** @description How long to hold it. */
                readonly timeoutMillis?: components["parameters"]["query.timeoutMillis"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TargetingBody"];
            };
        };
        readonly responses: {
            /** @description What an act or a change of targeting came to. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description What an act or a change of targeting came to. */
            readonly 202: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    readonly patchTargeting: {
        readonly parameters: {
            readonly query?: {
                /** @description Hold the answer until the change is in force on every connected instance. */
                readonly waitFor?: components["parameters"]["query.waitFor"];
                /** @description How long to hold it. */
                readonly timeoutMillis?: components["parameters"]["query.timeoutMillis"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TargetingPatch"];
                readonly "application/merge-patch+json": components["schemas"]["TargetingPatch"];
            };
        };
        readonly responses: {
            /** @description What an act or a change of targeting came to. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description What an act or a change of targeting came to. */
            readonly 202: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    readonly enableFlag: {
        readonly parameters: {
            readonly query?: {
                /** @description Hold the answer until the change is in force on every connected instance. */
                readonly waitFor?: components["parameters"]["query.waitFor"];
                /** @description How long to hold it. */
                readonly timeoutMillis?: components["parameters"]["query.timeoutMillis"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Commented"];
            };
        };
        readonly responses: {
            /** @description What an act or a change of targeting came to. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description What an act or a change of targeting came to. */
            readonly 202: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    readonly disableFlag: {
        readonly parameters: {
            readonly query?: {
                /** @description Hold the answer until the change is in force on every connected instance. */
                readonly waitFor?: components["parameters"]["query.waitFor"];
                /** @description How long to hold it. */
                readonly timeoutMillis?: components["parameters"]["query.timeoutMillis"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Commented"];
            };
        };
        readonly responses: {
            /** @description What an act or a change of targeting came to. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description What an act or a change of targeting came to. */
            readonly 202: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    readonly getPercentage: {
        readonly parameters: {
            readonly query?: {
                /** @description The id of a rule; without it the fallthrough is meant. */
                readonly rule?: components["parameters"]["query.placeRule"];
            };
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PlaceSplit"];
                };
            };
        };
    };
    readonly setPercentage: {
        readonly parameters: {
            readonly query?: {
                /** @description Hold the answer until the change is in force on every connected instance. */
                readonly waitFor?: components["parameters"]["query.waitFor"];
                /** @description How long to hold it. */
                readonly timeoutMillis?: components["parameters"]["query.timeoutMillis"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PercentageBody"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PercentageSet"];
                };
            };
            /** @description It is done, and not yet in force everywhere. */
            readonly 202: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PercentageSet"];
                };
            };
        };
    };
    readonly putRule: {
        readonly parameters: {
            readonly query?: {
                /** @description Where the rule goes among the others; without it, it stays where it is or goes to the end. */
                readonly position?: components["parameters"]["query.position"];
                /** @description Hold the answer until the change is in force on every connected instance. */
                readonly waitFor?: components["parameters"]["query.waitFor"];
                /** @description How long to hold it. */
                readonly timeoutMillis?: components["parameters"]["query.timeoutMillis"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
                /** @description The id of a rule. */
                readonly rule: components["parameters"]["path.rule"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RuleBody"];
            };
        };
        readonly responses: {
            /** @description What an act or a change of targeting came to. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description What an act or a change of targeting came to. */
            readonly 202: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    readonly removeRule: {
        readonly parameters: {
            readonly query?: {
                /** @description Hold the answer until the change is in force on every connected instance. */
                readonly waitFor?: components["parameters"]["query.waitFor"];
                /** @description How long to hold it. */
                readonly timeoutMillis?: components["parameters"]["query.timeoutMillis"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
                /** @description The id of a rule. */
                readonly rule: components["parameters"]["path.rule"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What an act or a change of targeting came to. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description What an act or a change of targeting came to. */
            readonly 202: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    readonly getHistory: {
        readonly parameters: {
            readonly query?: {
                /** @description Only the targeting in this environment. */
                readonly environment?: components["parameters"]["query.inEnvironment"];
                /** @description The `next` of the page before. */
                readonly cursor?: components["parameters"]["query.cursor"];
                /** @description Items of a page. */
                readonly limit?: components["parameters"]["query.fewLimit"];
            };
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HistoryPage"];
                };
            };
        };
    };
    readonly revertFlag: {
        readonly parameters: {
            readonly query?: {
                /** @description Say what it would do, and store nothing. Needs no `If-Match`. */
                readonly dryRun?: components["parameters"]["query.dryRun"];
                /** @description Hold the answer until the change is in force on every connected instance. */
                readonly waitFor?: components["parameters"]["query.waitFor"];
                /** @description How long to hold it. */
                readonly timeoutMillis?: components["parameters"]["query.timeoutMillis"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RevertBody"];
            };
        };
        readonly responses: {
            /** @description What came of it; with dryRun what would. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Reverted"];
                };
            };
            /** @description What came of it; with dryRun what would. */
            readonly 202: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Reverted"];
                };
            };
        };
    };
    readonly copyTargeting: {
        readonly parameters: {
            readonly query: {
                /**
                 * @description The environment to copy from.
                 * @example development
                 */
                readonly from: components["parameters"]["query.copyFrom"];
                /** @description Say what it would do, and store nothing. Needs no `If-Match`. */
                readonly dryRun?: components["parameters"]["query.dryRun"];
                /** @description Hold the answer until the change is in force on every connected instance. */
                readonly waitFor?: components["parameters"]["query.waitFor"];
                /** @description How long to hold it. */
                readonly timeoutMillis?: components["parameters"]["query.timeoutMillis"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Commented"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Copied"];
                };
            };
            /** @description What an act or a change of targeting came to. */
            readonly 202: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acted"];
                };
            };
        };
    };
    readonly previewTargeting: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TargetingBody"];
            };
        };
        readonly responses: {
            /** @description What a change would do. Nothing is stored. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Prospect"];
                };
            };
        };
    };
    readonly compareEnvironments: {
        readonly parameters: {
            readonly query: {
                /**
                 * @description The one environment.
                 * @example development
                 */
                readonly a: components["parameters"]["query.a"];
                /**
                 * @description The other environment.
                 * @example production
                 */
                readonly b: components["parameters"]["query.b"];
                /** @description The `next` of the page before. */
                readonly cursor?: components["parameters"]["query.cursor"];
                /** @description Items of a page. */
                readonly limit?: components["parameters"]["query.fewLimit"];
            };
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ComparisonPage"];
                };
            };
        };
    };
    readonly exportProject: {
        readonly parameters: {
            readonly query?: {
                /** @description The form of the file. */
                readonly format?: components["parameters"]["query.format"];
            };
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProjectFile"];
                    readonly "application/yaml": components["schemas"]["ProjectYaml"];
                };
            };
        };
    };
    readonly importProject: {
        readonly parameters: {
            readonly query?: {
                /** @description Say what it would do, and store nothing. Needs no `If-Match`. */
                readonly dryRun?: components["parameters"]["query.dryRun"];
                /** @description Remove flags and segments that the file does not name; enabled flags only with `force`. */
                readonly prune?: components["parameters"]["query.prune"];
                /** @description Also if it is enabled somewhere, or running code evaluates or declares it. */
                readonly force?: components["parameters"]["query.force"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ProjectFile"];
                readonly "application/yaml": components["schemas"]["ProjectYaml"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Imported"];
                };
            };
        };
    };
    readonly listSegments: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SegmentPage"];
                };
            };
        };
    };
    readonly createSegment: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewSegment"];
            };
        };
        readonly responses: {
            /** @description It is made. */
            readonly 201: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Segment"];
                };
            };
        };
    };
    readonly getSegment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
                /** @description The key of a segment. */
                readonly segment: components["parameters"]["path.segment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Segment"];
                };
            };
        };
    };
    readonly putSegment: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
                /** @description The key of a segment. */
                readonly segment: components["parameters"]["path.segment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SegmentBody"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Segment"];
                };
            };
            /** @description It is made. */
            readonly 201: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Segment"];
                };
            };
        };
    };
    readonly deleteSegment: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
                /** @description The key of a segment. */
                readonly segment: components["parameters"]["path.segment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is done. */
            readonly 204: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly patchSegment: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
                /** @description The key of a segment. */
                readonly segment: components["parameters"]["path.segment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SegmentPatch"];
                readonly "application/merge-patch+json": components["schemas"]["SegmentPatch"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Segment"];
                };
            };
        };
    };
    readonly listMembers: {
        readonly parameters: {
            readonly query?: {
                /** @description Which of the segment's lists. */
                readonly list?: components["parameters"]["query.memberList"];
            };
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
                /** @description The key of a segment. */
                readonly segment: components["parameters"]["path.segment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/x-ndjson": components["schemas"]["Member"];
                    readonly "text/csv": components["schemas"]["CsvRows"];
                };
            };
        };
    };
    readonly addMembers: {
        readonly parameters: {
            readonly query?: {
                /** @description Which of the segment's lists. */
                readonly list?: components["parameters"]["query.memberList"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
                /** @description The key of a segment. */
                readonly segment: components["parameters"]["path.segment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-ndjson": components["schemas"]["MemberRow"];
                readonly "text/csv": components["schemas"]["CsvRows"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MembersChanged"];
                };
            };
        };
    };
    readonly removeMembers: {
        readonly parameters: {
            readonly query?: {
                /** @description Which of the segment's lists. */
                readonly list?: components["parameters"]["query.memberList"];
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
                /**
                 * @description The ETag that was read, or *.
                 * @example "3"
                 */
                readonly "If-Match"?: components["parameters"]["header.If-Match"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
                /** @description The key of a segment. */
                readonly segment: components["parameters"]["path.segment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-ndjson": components["schemas"]["MemberRow"];
                readonly "text/csv": components["schemas"]["CsvRows"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MembersChanged"];
                };
            };
        };
    };
    readonly listKeys: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
        };
    };
    readonly createKey: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewApiKey"];
            };
        };
        readonly responses: {
            /** @description It is made. */
            readonly 201: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApiKeyMade"];
                };
            };
        };
    };
    readonly rotateKey: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The id of a key or token, as the list gives it. */
                readonly id: components["parameters"]["path.id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Rotation"];
            };
        };
        readonly responses: {
            /** @description It is made. */
            readonly 201: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApiKeyMade"];
                };
            };
        };
    };
    readonly revokeKey: {
        readonly parameters: {
            readonly query?: {
                /** @description Why, for the audit log. Instead of the field `comment` of the body. */
                readonly comment?: components["parameters"]["query.comment"];
            };
            readonly header?: {
                /**
                 * @description The same key with the same request is done once and answered alike for a day. Draw a new one for each act.
                 * @example 5f2b9c1e-ramp-to-25
                 */
                readonly "Idempotency-Key"?: components["parameters"]["header.Idempotency-Key"];
            };
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The id of a key or token, as the list gives it. */
                readonly id: components["parameters"]["path.id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is done. */
            readonly 204: {
                headers: {
                    readonly "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly evaluate: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["EvaluateBody"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Evaluated"];
                };
            };
        };
    };
    readonly audience: {
        readonly parameters: {
            readonly query?: {
                /** @description Only rows of those who get this variation; the totals are of all. */
                readonly variation?: components["parameters"]["query.onlyVariation"];
                /** @description Whether to write rows at all, or only the totals. */
                readonly decisions?: components["parameters"]["query.decisions"];
            };
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/x-ndjson": components["schemas"]["Context"];
                readonly "text/csv": components["schemas"]["CsvRows"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/x-ndjson": components["schemas"]["AudienceRow"];
                };
            };
        };
    };
    readonly getFleet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Fleet"];
                };
            };
        };
    };
    readonly getMeasures: {
        readonly parameters: {
            readonly query?: {
                /** @description The key of a flag. */
                readonly flag?: components["parameters"]["query.measuredFlag"];
                /** @description The beginning, at most 12 hours ago; 15 minutes before `to` if left out. */
                readonly from?: components["parameters"]["query.fromTime"];
                /** @description The end, at most 10 minutes ahead; now if left out. */
                readonly to?: components["parameters"]["query.toTime"];
                /** @description Seconds of a point. */
                readonly step?: components["parameters"]["query.step"];
            };
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
                /** @description The key of an environment. */
                readonly environment: components["parameters"]["path.environment"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Measures"];
                };
            };
        };
    };
    readonly listAttempts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AttemptPage"];
                };
            };
        };
    };
    readonly getAudit: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of the first entry. */
                readonly from?: components["parameters"]["query.fromEntry"];
                /** @description The number of an entry; those before it are told, newest first. */
                readonly before?: components["parameters"]["query.beforeEntry"];
                /** @description Only what they did. */
                readonly actor?: components["parameters"]["query.actorName"];
                /** @description Only this, such as `flag.on`, or this kind of things, such as `flag`. */
                readonly action?: components["parameters"]["query.actionName"];
                /** @description Only what was done to this flag. */
                readonly flag?: components["parameters"]["query.flagOfEntry"];
                /** @description Only what was done in this environment. */
                readonly environment?: components["parameters"]["query.environmentOfEntry"];
                /** @description Only what was done since then. */
                readonly since?: components["parameters"]["query.sinceTime"];
                /** @description Items of a page. */
                readonly limit?: components["parameters"]["query.limit"];
            };
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditPage"];
                };
            };
        };
    };
    readonly verifyAudit: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditVerdict"];
                };
            };
        };
    };
    readonly listChanges: {
        readonly parameters: {
            readonly query?: {
                /** @description How far back, at most 90 days. */
                readonly since?: components["parameters"]["query.since"];
                /** @description The `next` of the page before. */
                readonly cursor?: components["parameters"]["query.cursor"];
                /** @description Changes of a page. */
                readonly limit?: components["parameters"]["query.changeLimit"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangePage"];
                };
            };
        };
    };
    readonly listen: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a project. */
                readonly project: components["parameters"]["path.project"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
        };
    };
    readonly stream: {
        readonly parameters: {
            readonly query?: {
                /** @description The id of the last event that was seen; Last-Event-ID does the same. */
                readonly from?: components["parameters"]["query.fromEvent"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
        };
    };
    readonly getSnapshot: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Snapshot"];
                };
            };
        };
    };
    readonly acknowledge: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Ack"];
            };
        };
        readonly responses: {
            /** @description It is done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly sayGoodbye: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Goodbye"];
            };
        };
        readonly responses: {
            /** @description It is done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly report: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Report"];
            };
        };
        readonly responses: {
            /** @description It is done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly getGeoDatabase: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/octet-stream": string;
                };
            };
        };
    };
    readonly evaluateFlag: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["OfrepRequest"];
            };
        };
        readonly responses: {
            /** @description A decision. Without `value` the caller's default holds. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OfrepDecision"];
                };
            };
        };
    };
    readonly mayEvaluateFlag: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The key of a flag. */
                readonly flag: components["parameters"]["path.flag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly evaluateFlags: {
        readonly parameters: {
            readonly query?: {
                /** @description The `etag` of the event that led to this request. */
                readonly flagConfigEtag?: components["parameters"]["query.flagConfigEtag"];
                /** @description The `lastModified` of that event; this server sends none. */
                readonly flagConfigLastModified?: components["parameters"]["query.flagConfigLastModified"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["OfrepRequest"];
            };
        };
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    /**
                     * @description The version of the document; what If-Match compares.
                     * @example "3"
                     */
                    readonly ETag: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OfrepDecisions"];
                };
            };
        };
    };
    readonly mayEvaluateFlags: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly hearOfChanges: {
        readonly parameters: {
            readonly query?: {
                /** @description What the asker has seen; part of the address. */
                readonly since?: components["parameters"]["query.sinceTag"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is so. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
        };
    };
    readonly getDescription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description An OpenAPI 3.1 document. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Description"];
                };
            };
        };
    };
}
type WithRequired<T, K extends keyof T> = T & {
    [P in K]-?: T[P];
};
