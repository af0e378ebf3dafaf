import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResultOf, VariablesOf } from 'gql.tada';
import { print } from 'graphql';
import type { InputOf } from './graphql.js';
import { graphql } from './graphql.js';

describe('the typed client', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bitacora-client-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is generated from the committed schema, by npm run schema:print', () => {
    const fresh = join(folder, 'introspection.d.ts');
    const cli = 'node_modules/gql.tada/bin/cli.js';
    execFileSync(process.execPath, [cli, 'generate-output', '--output', fresh]);
    const committed = readFileSync('test/client/introspection.d.ts', 'utf8');
    expect(readFileSync(fresh, 'utf8')).toBe(committed);
  });

  it('sends the text that was written', () => {
    const name = graphql(`
      fragment name on Office {
        name
      }
    `);
    const document = graphql(`
      {
        overdue(planId: "p") {
          nodes {
            id
          }
        }
      }
    `);
    expect(print(document)).toMatch(/^\{\s+overdue\(planId: "p"\) \{\s+nodes \{\s+id/);
    const spread = graphql(
      `
        query ($id: ID!) {
          action(id: $id) {
            offices {
              ...name
            }
          }
        }
      `,
      [name],
    );
    expect(print(spread)).toMatch(/offices \{\s+\.\.\.name[^]+fragment name on Office/);
  });

  // It is the type check that fails here, where one of these lines is no error of type any more.
  it('refuses by its types what the schema does not have', () => {
    const document = graphql(`
      query ($id: ID!, $quarter: Quarter!) {
        action(id: $id) {
          name
          report(quarter: $quarter) {
            percent
            state
          }
        }
      }
    `);
    const variables: VariablesOf<typeof document> = { id: 'a', quarter: '2024-Q1' };
    // @ts-expect-error: a variable that must be given is missing.
    const incomplete: VariablesOf<typeof document> = { id: 'a' };
    const answer: ResultOf<typeof document> = {
      action: { name: 'n', report: { percent: null, state: 'DUE' } },
    };
    const strange: ResultOf<typeof document> = {
      // @ts-expect-error: no state of a report.
      action: { name: 'n', report: { percent: 1, state: 'LATE' } },
    };
    const input: InputOf<'reportProgress'> = { actionId: 'a', quarter: '2024-Q1', percent: 1 };
    // @ts-expect-error: no field of this input.
    const extra: InputOf<'reportProgress'> = { ...{ actionId: 'a', quarter: 'q' }, weight: 1 };
    // @ts-expect-error: no mutation of the schema.
    const nothing: InputOf<'eraseEverything'> = {};
    const typed = [variables, incomplete, answer, strange, input, extra, nothing];
    expect([print(document), ...typed]).toHaveLength(8);
  });
});
