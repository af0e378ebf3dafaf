/** What the IDE opens with: a tab each, all on the example plan. */
export const ideQueries: readonly { readonly name: string; readonly query: string }[] = [
  {
    name: 'Board',
    query: `# The current state: actions with their offices and the report of a quarter.
query Board {
  plans(filter: { year: 2024 }, first: 1) {
    nodes {
      id
      title
      actions(first: 10) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          number
          name
          offices { name }
          report(quarter: "2024-Q1") { percent expected efficacy gap signal state timeliness }
        }
      }
    }
  }
}
`,
  },
  {
    name: 'History',
    query: `# Everything that was ever recorded for an action: who, when, what from what to what, and the
# cell of the plan file that it came from.
query History {
  plans(filter: { year: 2024 }, first: 1) {
    nodes {
      actions(first: 1) {
        nodes {
          name
          history(order: OLDEST) {
            nodes {
              position
              type
              recordedAt
              actor { id }
              reason
              changes { field before after }
              source { fileName row column raw }
            }
          }
        }
      }
    }
  }
}
`,
  },
  {
    name: 'Trend',
    query: `# How the plan went, quarter by quarter, for each office.
query Trend {
  trend(planId: "plan_rmbc_507ab7b8500665b6b69b", groupBy: [OFFICE]) {
    total { quarter due reported completeness progress expected efficacy gap }
    points { quarter group { label } progress missing bySignal { signal count } }
  }
}
`,
  },
  {
    name: 'Proof',
    query: `# The log as a Merkle tree: keep the checkpoint outside, and prove later that nothing was altered.
query Proof {
  ledger(entityId: "rmbc") {
    size
    rootHash
    checkpoint
    inclusionProof(position: 1) { leafIndex treeSize leafHash hashes }
  }
}
`,
  },
  {
    name: 'Report progress',
    query: `# An update. It takes a token: set the header "authorization" to "Bearer TOKEN" (the first start
# tells where the operator's is). The same commandId is recorded once.
mutation ReportProgress {
  reportProgress(
    input: {
      actionId: "action_rmbc_1da8e08614c9bd839d58"
      quarter: "2024-Q2"
      percent: 12.5
      narrative: "Se elaboró el plan de trabajo."
      commandId: "q2-action-1"
    }
  ) {
    report { percent state timeliness reportVersion }
    entries { position type }
    userErrors { code rule field message expected actual }
  }
}
`,
  },
];
