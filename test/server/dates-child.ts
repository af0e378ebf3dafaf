import { graphql } from '../client/graphql.js';
import { mutate, smallPlan, startApi } from '../support/api.js';

// Run as a process of its own: the zone of a process can't be changed from inside a jest test. Says
// which dates a server in this zone takes, keeps and gives out.

const api = await startApi();
const { planId } = await smallPlan(api, 1);
const dates = { startDate: '2024-02-29', endDate: '2024-12-31' };
const fields = { number: '2', name: 'Dos', frequency: 'QUARTERLY' as const, officeIds: [] };
const dated = graphql(`
  fragment dated on Action {
    startDate
    endDate
    reports {
      quarter
      expected
    }
  }
`);
const more = graphql(
  `
    fragment added on AddActionPayload {
      action {
        ...dated
      }
    }
  `,
  [dated],
);
const input = { planId, ...fields, ...dates };
const { action: added } = await mutate(api, 'addAction', input, more);
await mutate(api, 'openPeriod', { planId, quarter: '2024-Q1', closesAt: '2024-04-12' });
const list = graphql(
  `
    query ($planId: ID!, $day: LocalDate) {
      plan(id: $planId) {
        period(quarter: "2024-Q1") {
          cutoff
          opensAt
          closesAt
        }
      }
      actions(planId: $planId, filter: { startDate: { from: $day, to: $day } }) {
        nodes {
          ...dated
        }
      }
    }
  `,
  [dated],
);
const listed = await api.ask(list, { planId, day: dates.startDate });
const offset = new Date('2024-06-01T12:00:00Z').getTimezoneOffset();
console.log(JSON.stringify({ offset, dates: { added, listed } }));
await api.close();
process.exit();
