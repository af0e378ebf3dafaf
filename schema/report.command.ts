import type { Command } from './command.js';
import { given, mentioned } from './given.js';
import { metaOf } from './mutation.input.js';
import { basisPoints } from './percent.js';
import type {
  CorrectProgressInput,
  ReportInput,
  ReportProgressInput,
  WithdrawProgressInput,
} from './report.input.js';

export function reportProgress(input: ReportProgressInput): Command<'ReportProgress'> {
  const { percent, ...rest } = given(input, 'percent', 'quantity', 'narrative');
  const progress = percent === undefined ? rest : { ...rest, percent: basisPoints(percent) };
  return {
    type: 'ReportProgress',
    input: { ...targetOf(input), ...progress },
    meta: metaOf(input),
  };
}

export function correctProgress(input: CorrectProgressInput): Command<'CorrectProgress'> {
  const { percent, ...rest } = mentioned(input, 'percent', 'quantity', 'narrative');
  const changes =
    percent === undefined
      ? rest
      : { ...rest, percent: percent === null ? null : basisPoints(percent) };
  return { type: 'CorrectProgress', input: { ...targetOf(input), changes }, meta: metaOf(input) };
}

export function withdrawProgress(input: WithdrawProgressInput): Command<'WithdrawProgress'> {
  return { type: 'WithdrawProgress', input: targetOf(input), meta: metaOf(input) };
}

export function approveReport(input: ReportInput): Command<'ApproveReport'> {
  return { type: 'ApproveReport', input: targetOf(input), meta: metaOf(input) };
}

export function returnReport(input: ReportInput): Command<'ReturnReport'> {
  return { type: 'ReturnReport', input: targetOf(input), meta: metaOf(input) };
}

export function markReportNotApplicable(input: ReportInput): Command<'MarkReportNotApplicable'> {
  return { type: 'MarkReportNotApplicable', input: targetOf(input), meta: metaOf(input) };
}

export function targetOf(input: ReportInput) {
  const { actionId, quarter } = input;
  return { actionId, quarter, ...given(input, 'expectedReportVersion') };
}
