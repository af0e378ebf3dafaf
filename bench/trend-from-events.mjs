import { defaultPolicy } from '../dist/src/domain/signal.js';
import { addDays, cutoffOf, dayNumber, startOf } from '../dist/src/domain/quarter.js';

// The other side: the figures of a trend by office out of the log itself, by one aggregation
// pipeline, as one would have to ask for them without read models. It may know that in the generated
// body of data nothing is withdrawn, revised, weighted or merged.

const types = ['ActionAdded', 'ProgressReported', 'ProgressCorrected'];

/** @returns {Promise<object[]>} one for each office and quarter, and one for each quarter alone. */
export async function trendFromEvents(db, ledger, planId, year) {
  const quarters = [1, 2, 3, 4].map((n) => `${year}-Q${n}`);
  const match = { ledger, 'subject.planId': planId, type: { $in: types } };
  const stages = [{ $match: match }, ...lastSaid(quarters), ...measured(quarters)];
  const offices = [
    { $unwind: '$action.officeIds' },
    { $group: { _id: { quarter: '$quarter', key: '$action.officeIds' }, ...sums } },
  ];
  const total = [{ $group: { _id: { quarter: '$quarter' }, ...sums } }];
  const [found] = await db
    .collection('events')
    .aggregate([...stages, { $facet: { offices, total } }])
    .toArray();
  return [...found.offices, ...found.total];
}

const when = (condition, yes, no) => ({ $cond: [condition, yes, no] });

/** One document for each action and quarter, with what was last said of it. */
const lastSaid = (quarters) => [
  { $sort: { position: 1 } },
  {
    $group: {
      _id: '$subject.actionId',
      action: { $first: '$data' },
      said: {
        $push: {
          quarter: '$data.quarter',
          percent: { $ifNull: ['$data.after.percent', '$data.percent'] },
        },
      },
    },
  },
  { $set: { quarter: quarters } },
  { $unwind: '$quarter' },
  {
    $set: {
      said: {
        $last: {
          $filter: { input: '$said', as: 'one', cond: { $eq: ['$$one.quarter', '$quarter'] } },
        },
      },
    },
  },
];

/** What each is measured by: due, expected, and colour. */
function measured(quarters) {
  const byQuarter = (of) => ({
    $switch: { branches: quarters.map((q) => ({ case: { $eq: ['$quarter', q] }, then: of(q) })) },
  });
  const dayOf = (date) => ({
    $dateDiff: {
      ...{ startDate: new Date(0), endDate: { $dateFromString: { dateString: date } } },
      unit: 'day',
    },
  });
  const due = (quarter) => ({
    $and: [
      { $lte: ['$action.startDate', cutoffOf(quarter)] },
      { $gte: ['$action.endDate', startOf(quarter)] },
      {
        $or: [
          { $lt: ['$action.endDate', addDays(cutoffOf(quarter), 1)] },
          {
            $in: [
              '$action.frequency',
              ['QUARTERLY', ...(/[24]$/.test(quarter) ? ['SEMIANNUAL'] : [])],
            ],
          },
        ],
      },
    ],
  });
  const upTo = (limit) => ({
    $lte: [{ $multiply: ['$said.percent', '$days'] }, { $multiply: [limit, '$reached'] }],
  });
  const { redUpTo, yellowUpTo, greenUpTo } = defaultPolicy;
  const colour = when(
    upTo(redUpTo),
    'RED',
    when(upTo(yellowUpTo), 'YELLOW', when(upTo(greenUpTo), 'GREEN', 'OVER')),
  );
  return [
    { $set: { start: dayOf('$action.startDate'), end: dayOf('$action.endDate') } },
    {
      $set: {
        reported: { $gt: ['$said.percent', null] },
        owed: byQuarter(due),
        days: { $add: [{ $subtract: ['$end', '$start'] }, 1] },
        reached: {
          $add: [
            { $subtract: [{ $min: ['$end', byQuarter((q) => dayNumber(cutoffOf(q)))] }, '$start'] },
            1,
          ],
        },
      },
    },
    {
      $set: {
        counts: { $or: ['$owed', '$reported'] },
        compared: { $and: ['$reported', { $gt: ['$reached', 0] }] },
        signal: when({ $and: ['$reported', { $gt: ['$reached', 0] }] }, colour, 'NO_DATA'),
      },
    },
  ];
}

const count = (condition) => ({ $sum: when(condition, 1, 0) });
const colours = ['RED', 'YELLOW', 'GREEN', 'OVER', 'NO_DATA'].map((name) => [
  name,
  count({ $and: ['$counts', { $eq: ['$signal', name] }] }),
]);
const sums = {
  due: count('$counts'),
  notDue: count({ $not: '$counts' }),
  reported: count('$reported'),
  executed: { $sum: '$said.percent' },
  comparedExecuted: { $sum: when('$compared', '$said.percent', 0) },
  expected: {
    $sum: when('$compared', { $multiply: [10_000, { $divide: ['$reached', '$days'] }] }, 0),
  },
  ...Object.fromEntries(colours),
};
