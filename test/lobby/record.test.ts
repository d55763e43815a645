import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jsonOfPage, recordHtml } from '../../main/custody/record-html.ts'
import { Lobby } from '../../main/lobby.ts'
import { signing } from '../../main/sign-file.ts'
import type { Job } from '../../shared/job.ts'
import type { RecordFormat, RecordObject, RecordVerified } from '../../shared/record.ts'

const folder = mkdtempSync(join(tmpdir(), 'coldtrail-record-'))
process.env.COLDTRAIL_HOME = join(folder, 'home')
const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
const hostile = '<img src=x onerror=alert(1)>\u202e.json'

beforeAll(async () => {
  await lobby.api.createCase({ path: join(folder, 'a.coldtrail'), name: '</script><b>A' })
  mkdirSync(join(folder, 'logs'))
  writeFileSync(join(folder, 'logs', hostile), '{"nothing":"that anybody reads"}')
  writeFileSync(join(folder, 'logs', 'empty'), '')
  await ended((await lobby.api.startImport({ paths: [join(folder, 'logs')] })).id)
  writeFileSync(join(folder, 'more.json'), '{"other":"thing"}')
  await ended((await lobby.api.startImport({ paths: [join(folder, 'more.json')] })).id)
})
afterAll(async () => {
  await lobby.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

async function ended(id: string): Promise<Job> {
  for (;;) {
    const job = (await lobby.api.jobs({})).find((one) => one.id === id)
    if (job && job.state !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function written(name: string, format: RecordFormat, of: number | null = null): Promise<string> {
  const path = join(folder, name)
  const job = await ended((await lobby.api.startRecord({ import: of, format, path })).id)
  expect(job).toMatchObject({ state: 'done', error: null })
  return path
}

async function* some(objects: readonly RecordObject[]) {
  yield objects
}

async function verified(path: string): Promise<RecordVerified> {
  const job = await ended((await lobby.api.startVerifyRecord({ path })).id)
  expect(job).toMatchObject({ state: 'done', error: null })
  return job.result as RecordVerified
}

describe('an acquisition record', () => {
  test.each(['html', 'json'] as const)('in %s agrees with its case', async (format) => {
    const path = await written(`all.${format}`, format)
    expect(await verified(path)).toMatchObject({
      agrees: true,
      isAsWritten: true,
      named: 3,
      problems: [],
      head: { import: null, imports: [{ import_id: 1 }, { import_id: 2 }], audit: { line: expect.any(Number) } },
    })
  })

  test('is signed with a key that is kept nowhere, and the audit log holds the signature', async () => {
    const key = join(folder, 'ana.key')
    const passphrase = 'correct horse battery'
    const { open } = await signing.newKey(key, passphrase)
    const path = join(folder, 'signed.html')
    const asked = { import: null, format: 'html', path } as const
    const wrong = await ended((await lobby.api.startRecord({ ...asked, sign: { key, passphrase: 'another' } })).id)
    expect(wrong.error).toMatchObject({ code: 'refused' })
    expect(readdirSync(folder)).not.toContain('signed.html')
    const job = await ended((await lobby.api.startRecord({ ...asked, sign: { key, passphrase } })).id)
    expect(job).toMatchObject({ state: 'done', result: { signed: { path: `${path}.minisig` } } })
    expect(await signing.check(path, open)).toMatchObject({
      holds: true,
      comment: expect.stringContaining('signed.html'),
    })
    const checked = async (more: object) =>
      (await ended((await lobby.api.startVerifyRecord({ path, ...more })).id)) as Job & { result: RecordVerified }
    expect((await checked({})).result).toMatchObject({ agrees: true, signature: { holds: null } })
    expect((await checked({ publicKey: { text: open } })).result.signature).toMatchObject({ holds: true })
    expect((await checked({ publicKey: { path: `${key}.pub` } })).result.signature).toMatchObject({ holds: true })
    const text = readFileSync(`${path}.minisig`, 'utf8').replace('file:signed', 'file:other')
    expect((await checked({ publicKey: { text: open }, signature: { text } })).result.signature).toMatchObject({
      holds: false,
      reason: 'its comment is not the one that was signed',
    })
    expect((await checked({ publicKey: { path } })).error).toMatchObject({ code: 'bad-input' })
    expect((await checked({ signature: { path: join(folder, 'nowhere') } })).error).toMatchObject({ code: 'not-found' })
    const [line] = (await lobby.api.auditLog({ search: 'signed.html', action: 'record-written', offset: 0, limit: 1 }))
      .rows
    expect(JSON.parse(line?.details ?? '').signed.signature).toBe(readFileSync(`${path}.minisig`, 'utf8'))
    const texts = ['audit.jsonl', 'case.json'].map((name) => readFileSync(join(folder, 'a.coldtrail', name), 'utf8'))
    const secret = readFileSync(key, 'utf8').split('\n')[1]?.slice(60) ?? ''
    expect(secret).toHaveLength(152)
    expect(texts.filter((text) => text.includes(passphrase) || text.includes(secret))).toEqual([])
  }, 120_000)

  test('is of one import, with who asked for what', async () => {
    const record = JSON.parse(readFileSync(await written('one.json', 'json', 2), 'utf8'))
    expect(record).toMatchObject({ import: 2, imports: [{ import_id: 2, who: expect.stringContaining('@') }] })
    expect(record.imports[0].what).toContain('more.json')
    expect(record.objects).toMatchObject([{ uri: expect.stringContaining('more.json'), bytes: 17 }])
    const job = await ended((await lobby.api.startRecord({ import: 9, format: 'json', path: join(folder, 'no') })).id)
    expect(job.error).toMatchObject({ code: 'not-found' })
  })

  test('holds names that nobody can run or read backwards', async () => {
    for (const format of ['html', 'txt'] as const) {
      const text = readFileSync(await written(`hostile.${format}`, format), 'utf8')
      expect(text.includes('\u202e')).toBe(false)
      expect(text.includes('<img')).toBe(false)
      if (format === 'html') expect(text.split('</script>')).toHaveLength(2)
    }
  })

  test.each([
    ['another hash', (text: string) => text.replace(/"sha256":"[0-9a-f]{4}/, '"sha256":"0000'), { problems: [{}] }],
    [
      'another number in the page',
      (text: string) => text.replace('<td>17</td>', '<td>18</td>'),
      { isAsWritten: false },
    ],
    [
      'another case',
      (text: string) => text.replace(/("case": \{\s*"id": ")[0-9a-f]/, '$1x'),
      { otherCase: expect.any(String) },
    ],
    ['another audit log', (text: string) => text.replace(/("line": )\d+/, '$11'), { audit: expect.any(String) }],
    [
      'an object left out everywhere',
      async (text: string) => {
        const { objects, ...head } = JSON.parse(jsonOfPage(text) ?? '')
        let forged = ''
        for await (const piece of recordHtml(head, () => some(objects.slice(1)))) forged += piece
        return forged
      },
      { isAsWritten: true, problems: [], written: null },
    ],
  ])('does not agree after %s', async (name, change, told) => {
    const path = await written(`${name.replaceAll(' ', '-')}.html`, 'html')
    const before = readFileSync(path, 'utf8')
    const after = await change(before)
    expect(after).not.toBe(before)
    writeFileSync(path, after)
    expect(await verified(path)).toMatchObject({ agrees: false, ...told })
  })
})
