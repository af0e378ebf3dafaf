import { stringify } from 'csv-stringify/sync';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../schema/context.js';
import type { TrendPointView, TrendView } from '../../schema/figures.js';
import { inputErrors } from '../../schema/input-errors.js';
import { notFound } from '../domain/refusal.js';
import { Fault } from '../store/faults.js';
import { accessIn, cacheControlOf } from './identity/routes.js';
import { trendQuery } from './trend-csv-query.js';

const columns = [
  ...['dimension', 'key', 'label', 'quarter', 'due', 'notDue', 'reported', 'missing'],
  ...['completeness', 'progress', 'expected', 'efficacy', 'gap', 'change'],
  ...['red', 'yellow', 'green', 'over', 'noData'],
];

/**
 * `GET /plans/:id/trend.csv?from=2024-Q1&to=2024-Q4&groupBy=OFFICE`: the trend of a plan as a table
 * in UTF-8, a column per measure, percentages in % with a decimal point, absent as an empty cell.
 * `officeId`, `fundingSource`, `associatedPlan` and `frequency` filter; `at` or `position` asks for
 * what was known then.
 */
export function addTrendCsv(
  app: FastifyInstance,
  contextOf: (request: FastifyRequest) => Context,
): void {
  void app.register((scope, _options, done) => {
    scope.setErrorHandler(answerError);
    scope.get<{ Params: { id: string } }>('/plans/:id/trend.csv', async (request, reply) => {
      const { id } = request.params;
      const { request: asked, asOf } = trendQuery(request.query);
      const trend = await contextOf(request).figures.trend(id, asked, asOf);
      if (trend === undefined) {
        return reply.code(404).send({ userErrors: [notFound('planId', id)] });
      }
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="trend.csv"')
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', cacheControlOf(accessIn(request)))
        .send(csvOf(trend));
    });
    done();
  });
}

/** What isn't told here is for the server's own handler. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof Fault && error.code !== 'INTERNAL') {
    const extensions = { code: error.code, requestId: request.id };
    return reply.code(503).send({ errors: [{ message: error.message, extensions }] });
  }
  const problems = inputErrors(error);
  if (problems === undefined) throw error;
  const userErrors = problems.map((problem) => ({ code: 'BAD_USER_INPUT', ...problem }));
  return reply.code(400).send({ userErrors });
}

/** The total first, then each group. */
export function csvOf({ total, points }: TrendView): string {
  return stringify([...total, ...points].map(cellsOf), { header: true, columns: [...columns] });
}

function cellsOf(point: TrendPointView): readonly (string | number)[] {
  const { quarter, group, due, notDue, reported, missing, bySignal } = point;
  const { completeness, progress, expected, efficacy, gap, change } = point;
  const percents = [completeness, progress, expected, efficacy, gap, change];
  const { RED, YELLOW, GREEN, OVER, NO_DATA } = bySignal;
  return [
    group?.dimension ?? 'TOTAL',
    text(group?.key ?? ''),
    text(group?.label ?? ''),
    quarter,
    ...[due, notDue, reported, missing],
    ...percents.map((value) => (value === undefined ? '' : value / 100)),
    ...[RED, YELLOW, GREEN, OVER, NO_DATA],
  ];
}

/** A spreadsheet takes a text that begins like a formula for one; an apostrophe makes it text. */
function text(value: string): string {
  return /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value;
}
