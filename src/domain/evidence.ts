import type { Evidence } from '../../events/index.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { isRefusal, notFound, reasonRequired, ruleViolation } from './refusal.js';
import type { ProgressTarget } from './report-target.js';
import { findReport, reportEvent, reportNeeds } from './report-target.js';

const maxEvidence = 50;

export interface AttachEvidenceInput extends ProgressTarget {
  readonly evidence: Evidence;
}

/** Refused: neither URL nor file, or both; `url-unsafe`; `evidence-exists`; `too-much-evidence`. */
export const AttachEvidence = defineHandler<AttachEvidenceInput>({
  ...reportNeeds,
  decide(input, world): Decision {
    const found = findReport(input, world);
    if (isRefusal(found)) return found;
    const { actionId, quarter, evidence } = input;
    const { url, file } = evidence;
    if ((url === undefined) === (file === undefined)) {
      return ruleViolation('evidence-place', 'Evidence is either at a URL or in a file.', {
        field: 'evidence',
        expected: 'a URL or a file',
        actual: url === undefined ? 'neither' : 'both',
      });
    }
    if (url !== undefined && !isWebAddress(url)) {
      return ruleViolation('url-unsafe', 'A URL of evidence begins with https:// or http://.', {
        field: 'url',
        expected: 'https://… or http://…',
        actual: url,
      });
    }
    if (found.report.evidence.some(({ evidenceId }) => evidenceId === evidence.evidenceId)) {
      return ruleViolation('evidence-exists', 'This id is already evidence of the quarter.', {
        field: 'evidenceId',
        expected: 'an id that is free',
        actual: evidence.evidenceId,
      });
    }
    if (found.report.evidence.length >= maxEvidence) {
      const message = `A quarter has at most ${maxEvidence} pieces of evidence.`;
      return ruleViolation('too-much-evidence', message, { field: 'evidence' });
    }
    return [reportEvent('EvidenceAttached', found, { actionId, quarter, evidence })];
  },
});

export interface WithdrawEvidenceInput extends ProgressTarget {
  readonly evidenceId: string;
}

/** Refused: no such evidence, no reason. */
export const WithdrawEvidence = defineHandler<WithdrawEvidenceInput>({
  ...reportNeeds,
  decide(input, world, context): Decision {
    const found = findReport(input, world);
    if (isRefusal(found)) return found;
    const { actionId, quarter, evidenceId } = input;
    const before = found.report.evidence.find((known) => known.evidenceId === evidenceId);
    if (before === undefined) return notFound('evidenceId', evidenceId);
    if (context.reason === undefined) return reasonRequired('The withdrawal of evidence');
    return [reportEvent('EvidenceWithdrawn', found, { actionId, quarter, before })];
  },
});

/** Other schemes (javascript:, data:, file:) would run or reveal something where it is shown. */
function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
