/** What `serve --help` says of the settings; a test sees to it that none is left out. */
export const settingsHelp = `
Settings come from the environment; .env.example tells each, with its default:
  Where it listens    HOST (127.0.0.1), PORT (4000; 0: any free one), TRUST_NETWORK=on (another
                      address than the loopback, where everybody who reaches it reads)
  The data            DATA_DIR (.data), MONGODB_URI or MONGODB_URI_FILE (a replica set of yours),
                      MONGOD_BINARY, EXAMPLE=off (no example plan in a database without plans),
                      EVIDENCE_MAX_BYTES
  Who is asking       OIDC_ISSUER and OIDC_AUDIENCE (an identity provider), OIDC_ROLES_CLAIM,
                      OIDC_ALGORITHMS, OIDC_CLOCK_SKEW_SECONDS; OPERATOR_TOKEN_FILE
  Signed checkpoints  SIGNING_KEY_FILE or SIGNING_KEY, CHECKPOINT_EVERY_EVENTS,
                      CHECKPOINT_EVERY_MINUTES
  One request         MAX_TOKENS, MAX_DEPTH, MAX_ALIASES, MAX_ROOT_FIELDS, MAX_WIDTH,
                      MAX_SELECTIONS, MAX_FRAGMENTS, MAX_DIRECTIVES, MAX_COST, BODY_MAX_BYTES,
                      REQUEST_TIMEOUT_SECONDS
  Requests a minute   RATE_PER_ACTOR, RATE_PER_ADDRESS (0: no limit), TRUST_PROXY (the proxies in
                      front, whose word for an address is taken)
  Pages of others     CORS_ORIGINS (none by default; *: all)
  What is told        TRUSTED_DOCUMENTS (a manifest), TRUSTED_ONLY=on; INTROSPECTION=off,
                      FIELD_SUGGESTIONS=off, STACK_TRACES=on, IDE=off

GET /healthz and /readyz tell whether it is alive and ready.`;
