import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Db } from 'mongodb';
import { ObjectId } from 'mongodb';
import { sweepFiles } from '../../src/store/evidence-sweep.js';
import type { Api } from '../support/api.js';
import type { InputOf } from '../client/graphql.js';
import { graphql } from '../client/graphql.js';
import { mutate, smallPlan, startApi } from '../support/api.js';

const maxBytes = 600_000;
let api: Api;
let actionId: string;
let db: Db;
beforeAll(async () => {
  api = await startApi({ evidenceMaxBytes: maxBytes });
  ({ db } = api.connection);
  const { actionIds } = await smallPlan(api);
  actionId = actionIds[0] ?? '';
});
afterAll(() => api.close());

const sha256Of = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const bytes = (...parts: readonly (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part),
    ),
  );
/** A PDF as far as anybody looks, unlike any other. */
const pdf = (size = 100) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size)]);

async function upload(
  content: Uint8Array,
  {
    type = 'application/pdf',
    name = 'informe.pdf',
    at = actionId,
  }: { type?: string | null; name?: string | null; at?: string } = {},
) {
  const response = await fetch(`${api.origin}/actions/${at}/evidence-files`, {
    method: 'POST',
    headers: {
      authorization: api.authorization,
      ...(type === null ? {} : { 'content-type': type }),
      ...(name === null ? {} : { 'x-file-name': name }),
    },
    body: new Blob([Uint8Array.from(content)]),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

const attached = graphql(`
  fragment attached on AttachEvidencePayload {
    report {
      reportVersion
      evidence {
        evidenceId
        title
        url
        date
        file {
          sha256
          size
          mediaType
          fileName
        }
      }
    }
  }
`);
const withdrawnFrom = graphql(`
  fragment withdrawnFrom on WithdrawEvidencePayload {
    report {
      evidence {
        title
      }
    }
  }
`);
const attach = (input: Partial<InputOf<'attachEvidence'>>) => {
  const usual = { actionId, quarter: '2024-Q1', title: 'Informe' };
  return mutate(api, 'attachEvidence', { ...usual, ...input }, attached);
};
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${api.origin}${path}`, { headers });
const files = () => db.collection('evidence.files');
const chunks = () => db.collection('evidence.chunks');

describe('an uploaded file', () => {
  it('is named by an event, and comes back byte by byte under safe headers', async () => {
    // More than one chunk of GridFS.
    const content = pdf(300_000);
    const sha256 = sha256Of(content);
    const name = "Informe 'final' ñ.pdf";
    const { status, answer } = await upload(content, { name: encodeURIComponent(name) });
    const file = { sha256, size: content.length, mediaType: 'application/pdf', fileName: name };
    expect([status, answer]).toEqual([201, file]);
    // Nothing names it yet.
    expect((await get(`/evidence/${sha256}`)).status).toBe(404);

    const { userErrors, entries, report } = await attach({ sha256, date: '2024-03-28' });
    expect(userErrors).toEqual([]);
    expect(entries).toMatchObject([{ type: 'EvidenceAttached' }]);
    expect(report?.evidence).toEqual([
      {
        evidenceId: expect.stringMatching(/^evidence_/),
        ...{ title: 'Informe', date: '2024-03-28', url: null, file },
      },
    ]);

    const response = await get(`/evidence/${sha256}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(content.length),
      'content-disposition': `attachment; filename="${sha256.slice(0, 16)}.pdf"; filename*=UTF-8''Informe%20%27final%27%20%C3%B1.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${sha256}"`,
    });
    const cached = await get(`/evidence/${sha256}`, { 'if-none-match': `"${sha256}"` });
    expect([cached.status, await cached.text()]).toEqual([304, '']);

    const [{ evidenceId } = { evidenceId: '' }] = report?.evidence ?? [];
    const target = { actionId, quarter: '2024-Q1', evidenceId };
    const bare = await mutate(api, 'withdrawEvidence', target);
    expect(bare.userErrors).toMatchObject([{ rule: 'reason-required' }]);
    const withdrawn = await mutate(
      api,
      'withdrawEvidence',
      { ...target, reason: 'Era de otra acción' },
      withdrawnFrom,
    );
    expect(withdrawn.report).toEqual({ evidence: [] });
    // The history still names it.
    expect((await get(`/evidence/${sha256}`)).status).toBe(200);
  });

  it('is kept once, whoever sends the same content and under whatever name', async () => {
    const content = pdf(300_000);
    const names = ['uno.pdf', 'dos.pdf', 'tres.pdf', 'cuatro.pdf'];
    const answers = await Promise.all(names.map((name) => upload(content, { name })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(answers.map(({ answer }) => answer['fileName'])).size).toBe(1);
    const sha256 = sha256Of(content);
    const kept = await files().find({ 'metadata.sha256': sha256 }).toArray();
    expect(kept).toHaveLength(1);
    // Of those that came second, no chunk is left.
    const orphans = await chunks()
      .aggregate([
        {
          $lookup: {
            from: 'evidence.files',
            localField: 'files_id',
            foreignField: '_id',
            as: 'file',
          },
        },
        { $match: { file: [] } },
      ])
      .toArray();
    expect(orphans).toEqual([]);
    const { report } = await attach({ sha256, fileName: 'anexo.pdf' });
    expect(report?.evidence.at(-1)).toMatchObject({ file: { sha256, fileName: 'anexo.pdf' } });
  });

  it('is what it says that it is, by its first bytes', async () => {
    const office = 'application/vnd.openxmlformats-officedocument';
    const open = 'application/vnd.oasis.opendocument';
    const zip = [0x50, 0x4b, 0x03, 0x04, ...Array<number>(26).fill(0)];
    const seen = [
      ['image/png', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 1])],
      ['image/jpeg', bytes([0xff, 0xd8, 0xff, 0xe0])],
      ['image/webp', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 ')],
      [`${office}.wordprocessingml.document`, bytes(zip)],
      [`${office}.spreadsheetml.sheet`, bytes(zip, '2')],
      [`${open}.text`, bytes(zip, `mimetype${open}.text`)],
      [`${open}.spreadsheet`, bytes(zip, `mimetype${open}.spreadsheet`)],
      ['text/csv; charset=utf-8', Buffer.from('a;b\n1;ñ\n')],
      ['text/plain', Buffer.from([0xff, 0xfe, 0x61, 0x00])],
    ] as const;
    for (const [type, content] of seen) {
      expect([type, (await upload(content, { type })).status]).toEqual([type, 201]);
    }
    const feigned = [
      ['application/pdf', bytes('<html>')],
      ['application/pdf', bytes('%PD')],
      ['image/png', bytes('%PDF-1.7')],
      [`${open}.text`, bytes(zip, `mimetype${open}.spreadsheet`)],
      ['text/csv', bytes('MZ', [0, 1])],
    ] as const;
    const before = await chunks().countDocuments();
    for (const [type, content] of feigned) {
      const { status, answer } = await upload(content, { type });
      expect([type, status, answer]).toMatchObject([
        type,
        415,
        { userErrors: [{ code: 'RULE_VIOLATION', rule: 'file-content' }] },
      ]);
    }
    expect(await chunks().countDocuments()).toBe(before);
  });

  it('is refused by its type, its name, its size and its action, each by its rule', async () => {
    const rule = async (answer: Promise<Awaited<ReturnType<typeof upload>>>) => {
      const { status, answer: body } = await answer;
      const [error] = (body['userErrors'] ?? []) as { code: string; rule?: string }[];
      return [status, error?.rule ?? error?.code];
    };
    const small = pdf();
    expect(await rule(upload(small, { type: 'text/html' }))).toEqual([415, 'file-type']);
    expect(await rule(upload(small, { type: 'image/svg+xml' }))).toEqual([415, 'file-type']);
    expect(await rule(upload(small, { type: null }))).toEqual([415, 'file-type']);
    expect(await rule(upload(small, { name: null }))).toEqual([400, 'file-name']);
    expect(await rule(upload(small, { name: '%ZZ' }))).toEqual([400, 'file-name']);
    expect(await rule(upload(small, { name: '..%2Fpasswd' }))).toEqual([400, 'file-name']);
    expect(await rule(upload(small, { name: 'a%00b' }))).toEqual([400, 'file-name']);
    expect(await rule(upload(small, { name: 'n'.repeat(256) }))).toEqual([400, 'file-name']);
    expect(await rule(upload(Buffer.alloc(0)))).toEqual([400, 'file-empty']);
    expect(await rule(upload(small, { at: 'action_none_0000' }))).toEqual([404, 'NOT_FOUND']);
    expect(await rule(upload(small, { at: 'nonsense' }))).toEqual([404, 'NOT_FOUND']);
    expect(await rule(upload(pdf(maxBytes)))).toEqual([413, 'file-too-large']);
    expect((await upload(pdf(maxBytes - 9))).status).toBe(201);
  });

  it('that is too large is refused too where its length is not told before', async () => {
    const before = await files().countDocuments();
    const parts = Array.from({ length: 12 }, () => pdf(100_000));
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const part = parts.shift();
        if (part === undefined) controller.close();
        else controller.enqueue(part);
      },
    });
    // The server may hang up before it has read all: a client then sees either the answer or that.
    const status = await fetch(`${api.origin}/actions/${actionId}/evidence-files`, {
      method: 'POST',
      headers: {
        authorization: api.authorization,
        ...{ 'content-type': 'application/pdf', 'x-file-name': 'a.pdf' },
      },
      body,
      duplex: 'half',
    }).then(
      (response) => response.status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(status);
    expect(await files().countDocuments()).toBe(before);
  });
});

describe('evidence', () => {
  it('names only a file that was uploaded', async () => {
    const sha256 = 'a'.repeat(64);
    expect((await attach({ sha256 })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: 'sha256', actual: sha256 },
    ]);
  });

  it.each([
    ['a page', { url: 'https://example.org/informe' }, undefined],
    ['neither page nor file', {}, 'evidence-place'],
    ['a script', { url: 'javascript:alert(1)' }, 'url-unsafe'],
  ])('%s: %j', async (_, input, rule) => {
    const { userErrors } = await attach(input);
    expect(userErrors.map((error) => error.rule)).toEqual(rule === undefined ? [] : [rule]);
  });

  it('that is sent twice under one key is attached once', async () => {
    const content = pdf();
    await upload(content);
    const input = { sha256: sha256Of(content), commandId: `attach-${sha256Of(content)}` };
    const [once, twice] = [await attach(input), await attach(input)];
    expect(twice.userErrors).toEqual([]);
    expect(twice.entries).toEqual(once.entries);
    expect(twice.report).toEqual(once.report);
  });

  it.each(['x', '../evidence', 'A'.repeat(64), `${'a'.repeat(63)}g`])(
    'has nothing to download at /evidence/%s',
    async (name) => {
      expect((await get(`/evidence/${encodeURIComponent(name)}`)).status).toBe(404);
    },
  );
});

describe('sweeping', () => {
  const age = (sha256: string) =>
    files().updateOne(
      { 'metadata.sha256': sha256 },
      { $set: { 'metadata.heldUntil': new Date(Date.now() - 1_000) } },
    );
  const kept = async (sha256: string) =>
    (await files().countDocuments({ 'metadata.sha256': sha256 })) === 1;

  it('takes files that nothing has named for a day, and leaves all others', async () => {
    const [named, fresh, old] = [pdf(), pdf(), pdf(300_000)];
    for (const content of [named, fresh, old]) await upload(content);
    await attach({ sha256: sha256Of(named) });
    await age(sha256Of(named));
    await age(sha256Of(old));
    expect(await sweepFiles(db)).toBe(1);
    const left = [named, fresh, old].map((content) => kept(sha256Of(content)));
    expect(await Promise.all(left)).toEqual([true, true, false]);
    expect((await get(`/evidence/${sha256Of(named)}`)).status).toBe(200);
    expect(await sweepFiles(db)).toBe(0);
    // It can be uploaded again, as if it had never been here.
    expect((await upload(old)).status).toBe(201);
    expect((await attach({ sha256: sha256Of(old) })).userErrors).toEqual([]);
  });

  it('leaves what is held between its look and its hand', async () => {
    const content = pdf();
    const sha256 = sha256Of(content);
    await upload(content);
    await age(sha256);
    // Who attaches holds the file after the sweep has found nothing that names it.
    const events = db.collection('events');
    const racing = new Proxy(db, {
      get(target, property) {
        if (property !== 'collection') return Reflect.get(target, property, target) as unknown;
        return (name: string) =>
          name === 'events'
            ? new Proxy(events, {
                get(inner, method) {
                  if (method !== 'findOne') return Reflect.get(inner, method, inner) as unknown;
                  return async (...args: Parameters<typeof events.findOne>) => {
                    const found = await events.findOne(...args);
                    if (found === null) await attach({ sha256 });
                    return found;
                  };
                },
              })
            : target.collection(name);
      },
    });
    expect(await sweepFiles(racing)).toBe(0);
    expect((await get(`/evidence/${sha256}`)).status).toBe(200);
  });

  it('refuses an attachment that comes when the file is gone', async () => {
    const content = pdf();
    const sha256 = sha256Of(content);
    await upload(content);
    await age(sha256);
    const [swept, attached] = await Promise.all([sweepFiles(db), attach({ sha256 })]);
    // Whoever came first, no event names a file that isn't there.
    expect(attached.userErrors.length).toBe(swept);
    expect(await kept(sha256)).toBe(swept === 0);
  });

  it('takes what broken-off uploads left', async () => {
    const dayAgo = Math.floor(Date.now() / 1_000) - 25 * 60 * 60;
    const [old, running] = [ObjectId.createFromTime(dayAgo), new ObjectId()];
    await chunks().insertMany(
      [old, running].flatMap((files_id) => [0, 1].map((n) => ({ files_id, n, data: 'x' }))),
    );
    await sweepFiles(db);
    expect(await chunks().countDocuments({ files_id: old })).toBe(0);
    expect(await chunks().countDocuments({ files_id: running })).toBe(2);
  });
});
