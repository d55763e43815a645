import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { evidencePath } from '../../main/store/evidence.ts'
import type { CollectionResult } from '../../shared/collection.ts'
import { type Collecting, collecting, putTrail, readOnly, trailBytes, trailKey } from './collecting.ts'

/** One case for all: each test has a bucket and events of its own. */
let here: Collecting
beforeAll(async () => {
  here = await collecting()
  here.signIn(here.aws.user('responder'))
})
afterAll(() => here.close())

let bucket: string
let count = 0
beforeEach(() => {
  bucket = `trail-${++count}`
  here.aws.faults.clear()
  here.aws.log.length = 0
})
const id = (name: string) => `${bucket}-${name}`
const key = (name: string) => trailKey({ id: id(name) })
const put = (...names: string[]) => putTrail(here.aws, bucket, ...names.map((name) => ({ id: id(name) })))
const source = (more: object = {}) => here.source({ kind: 's3-bucket', name: bucket, bucket, layout: 'any', ...more })
const stored = async () =>
  (await here.ids()).filter((one) => one.startsWith(`${bucket}-`)).map((one) => one.slice(bucket.length + 1))
const deleted = () => here.aws.log.filter(({ operation }) => operation === 'DeleteObject').map((one) => one.key)

describe('a source that deletes', () => {
  test('deletes what is in the case, each object in the audit log, and nothing that was rejected or is a version', async () => {
    here.aws.bucket(bucket, { versioning: true })
    await put('one', 'two', 'overwritten', 'overwritten')
    await here.aws.put(bucket, key('denied'), trailBytes({ id: id('denied') }))
    await here.aws.put(bucket, 'broken.json.gz', trailBytes({ id: id('broken') }).subarray(0, 60))
    await here.aws.put(bucket, 'archived.json.gz', trailBytes({ id: id('archived') }), { storageClass: 'GLACIER' })
    here.aws.faults.add({ kind: 'error', status: 403, code: 'AccessDenied', key: /denied/, times: 9 })
    const before = here.audit.length
    const result = await here.collect(source({ deleteAfter: true }))
    expect(result.problems.map(({ state }) => state).sort()).toEqual(['rejected', 'rejected', 'rejected'])

    const gone = [key('one'), key('two'), key('overwritten')].sort()
    expect([...deleted()].sort()).toEqual(gone)
    expect(here.aws.keys(bucket)).toEqual([key('denied'), 'archived.json.gz', 'broken.json.gz'].sort())
    const others = here.aws.log.filter(({ operation }) => operation !== 'DeleteObject' && !readOnly.test(operation))
    expect(others).toEqual([])

    const audit = here.audit.slice(before)
    const meant = audit.flatMap(({ action, details }, at) =>
      action !== 'delete-after-collection'
        ? []
        : (details.objects as { uri: string; sha256: string }[]).map((one) => ({ ...one, at })),
    )
    expect(meant.map(({ uri }) => uri).sort()).toEqual(gone.map((one) => `s3://${bucket}/${one}`))
    const calls = audit.flatMap(({ action, details }, at) =>
      action === 'aws-calls' ? (details.calls as string[][]).map((call) => ({ call, at })) : [],
    )
    const deletions = calls.filter(({ call }) => call[1] === 'DeleteObject')
    expect(deletions.map(({ call }) => call[2]).sort()).toEqual(meant.map(({ uri }) => uri).sort())
    for (const { at } of deletions) expect(at).toBeGreaterThan(Math.max(...meant.map((one) => one.at)))
  })

  test('keeps what was replaced after it was collected, and the next run brings it', async () => {
    here.aws.bucket(bucket)
    await put('one', 'two')
    here.aws.faults.add({ kind: 'delay', ms: 300, action: 's3:DeleteObject', times: 2 })
    const running = here.collect(source({ deleteAfter: true }))
    await expect.poll(() => deleted().length).toBe(1)
    for (const name of ['one', 'two'])
      await here.aws.put(bucket, key(name), trailBytes({ id: id(`${name}-again`) }), { silent: true })
    const { notes } = await running
    expect(notes.map(({ text }) => text).join()).toContain('was replaced after it was collected')
    expect(here.aws.keys(bucket)).toEqual([key('one'), key('two')])
    await here.collect(source({ deleteAfter: true }))
    expect(await stored()).toEqual(['one', 'one-again', 'two', 'two-again'])
    expect(here.aws.keys(bucket)).toEqual([])
  })

  test('keeps what the case does not have as it was: the kept bytes are read back', async () => {
    here.aws.bucket(bucket)
    const bytes = trailBytes({ id: id('one') })
    await here.aws.put(bucket, key('one'), bytes)
    await here.collect(source())
    writeFileSync(evidencePath(here.path, createHash('sha256').update(bytes).digest('hex')), 'something else')
    await here.aws.put(bucket, key('copy'), bytes)
    await here.collect(source({ deleteAfter: true }))
    expect([deleted(), here.aws.keys(bucket).length]).toEqual([[], 2])
    const { notes } = await here.collect(source({ deleteAfter: true }))
    expect(notes).toMatchObject([{ kind: 'note', text: expect.stringMatching(/^2 objects were collected before/) }])
  })

  test('deletes nothing that was not confirmed', async () => {
    here.aws.bucket(bucket)
    await put('one')
    const started = here.api.startCollection(
      { sources: [source({ deleteAfter: true })], confirmDelete: false },
      here.signal,
    )
    await expect(started).rejects.toMatchObject({ code: 'refused' })
    expect(here.aws.log).toEqual([])
  })
})

describe('an object that fails', () => {
  const fails = { kind: 'error', status: 403, code: 'AccessDenied', key: /BBBB/ } as const
  const fill = async () => {
    here.aws.bucket(bucket)
    const days = ['2026-01-01', '2026-01-02', '2026-01-03']
    await putTrail(
      here.aws,
      bucket,
      ...days.map((day, at) => ({ id: id(`${at}`), day, name: 'ABC'.charAt(at).repeat(16) })),
    )
  }
  const problems = ({ problems }: CollectionResult) =>
    problems.map(({ object, state }) => [/[ABC]{16}/.exec(object)?.[0], state])

  test('is listed and tried again, and the run goes on', async () => {
    await fill()
    here.aws.faults.add({ ...fails, times: 9 })
    expect(problems(await here.collect(source()))).toEqual([['B'.repeat(16), 'rejected']])
    expect(await stored()).toEqual(['0', '2'])
    here.aws.faults.clear()
    expect(await here.collect(source())).toMatchObject({ objects: { stored: 1 }, known: 2, problems: [] })
    expect(await stored()).toEqual(['0', '1', '2'])
  })

  test('ends the run where the source says so, is listed and tried again', async () => {
    await fill()
    here.aws.faults.add({ ...fails, times: 9 })
    here.aws.faults.add({ kind: 'delay', ms: 1500, key: /CCCC/ })
    const result = await here.collect(source({ skipOnError: false }))
    expect(problems(result)).toEqual([['B'.repeat(16), 'rejected']])
    expect(result.notes).toMatchObject([
      { kind: 'failed', text: expect.stringContaining('stopped at the first failure') },
    ])
    expect(await stored()).not.toContain('2')
    here.aws.faults.clear()
    await here.collect(source({ skipOnError: false }))
    expect(await stored()).toEqual(['0', '1', '2'])
  })

  test('is no message that nobody understands: that never ends a run', async () => {
    const queue = await here.aws.queue(bucket)
    here.aws.bucket(bucket, { notify: [{ queue: queue.name, shape: 's3' }] })
    await queue.send('poison')
    await put('one', 'two')
    const result = await here.collect(
      here.source({ kind: 'sqs-notifications', name: bucket, queue: queue.name, skipOnError: false }),
    )
    expect([await stored(), result.notes]).toEqual([['one', 'two'], []])
    expect(result.problems).toMatchObject([{ state: 'rejected', reason: 'the message is no JSON object' }])
  })
})

test('a run that is cancelled leaves nothing behind, and the next one goes on', async () => {
  here.aws.bucket(bucket)
  const names = Array.from({ length: 80 }, (_, i) => String(i).padStart(2, '0'))
  await put(...names)
  here.aws.faults.add({ kind: 'delay', ms: 50, action: 's3:GetObject', times: 40 })
  here.aws.faults.add({ kind: 'hang', action: 's3:GetObject', times: 40 })
  const job = await here.api.startCollection({ sources: [source()], confirmDelete: false }, here.signal)
  const { tmp } = here.file
  await expect.poll(() => readdirSync(tmp).length).toBeGreaterThan(0)
  await expect.poll(() => here.aws.log.filter(({ operation }) => operation === 'GetObject').length).toBeGreaterThan(40)
  here.jobs.cancel(job.id)
  expect(await here.ended(job)).toMatchObject({ state: 'cancelled' })
  expect(readdirSync(tmp)).toEqual([])
  here.aws.faults.clear()
  expect(await here.collect(source())).toMatchObject({ problems: [] })
  expect(await stored()).toEqual(names)
})
