import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Downloads } from '../../main/web/downloads.ts'
import { Staging } from '../../main/web/staging.ts'
import { ask, asPage } from './ask.ts'
import { job, standIn, until } from './stand-in.ts'

let web: Awaited<ReturnType<typeof standIn>>
let free: number
let now: number
beforeEach(async () => {
  free = 1e12
  now = 1_000_000
  web = await standIn({ staging: new Staging(async () => free), downloads: new Downloads(() => now) })
})
afterEach(() => web.close())

const put = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  ask(web.url, path, { method: 'PUT', headers: { ...asPage(web.url), ...headers }, body })
const post = (path: string, body: unknown) =>
  ask(web.url, path, { method: 'POST', headers: asPage(web.url), body: JSON.stringify(body) })
const folderOf = (json: unknown) => (json as { path: string }).path
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

describe('PUT /upload', () => {
  test('keeps the files of a batch under their relative names, for this user alone', async () => {
    const answers = [
      await put('/upload/drop-1/AWSLogs%2F1111%2Fa.json', 'first'),
      await put('/upload/drop-1/AWSLogs/b.json', Buffer.from([0, 255, 10])),
      await put('/upload/drop-2/AWSLogs/b.json', 'other batch', { 'transfer-encoding': 'chunked' }),
      await put('/upload/drop-1/empty.json', ''),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const [one, two] = [folderOf(answers[0]?.json), folderOf(answers[2]?.json)]
    expect([folderOf(answers[1]?.json), folderOf(answers[3]?.json)]).toEqual([one, one])
    expect([filesIn(one), filesIn(two)]).toEqual([
      ['AWSLogs/1111/a.json', 'AWSLogs/b.json', 'empty.json'],
      ['AWSLogs/b.json'],
    ])
    expect(readFileSync(join(one, 'AWSLogs', 'b.json'))).toEqual(Buffer.from([0, 255, 10]))
    expect([statSync(dirname(one)).mode & 0o777, statSync(join(one, 'empty.json')).mode & 0o777]).toEqual([
      0o700, 0o600,
    ])
  })

  test.each([
    '/upload/b/..%2f..%2fescaped',
    '/upload/b/%2e%2e/escaped',
    '/upload/b/../../escaped',
    '/upload/b/a%2f%2e%2e%2f%2e%2e%2fescaped',
    '/upload/../escaped',
    '/upload/%2e%2e/escaped',
    '/upload/b/',
    '/upload/b',
    '/upload//a',
    '/upload/b%2fc/a',
  ])('refuses %s', async (path) => {
    expect((await put(path, 'x')).status).toBe(400)
  })

  test('never writes outside its batch, whatever the name', async () => {
    const { json } = await put('/upload/b/first', 'x')
    const folder = folderOf(json)
    for (const name of ['..\\..\\escaped', '/\\escaped', 'C:\\escaped', '...', '%2e%2e%2fescaped']) {
      const { status } = await put(`/upload/b/${encodeURIComponent(name)}`, 'x')
      expect([name, status]).toEqual([name, 200])
    }
    expect(readdirSync(dirname(folder))).toEqual([basename(folder)])
    expect(filesIn(folder).length).toBe(6)
  })

  test('refuses a name twice, and a file where a folder is', async () => {
    await put('/upload/b/a/b.json', 'first')
    const answers = [
      await put('/upload/b/a/b.json', 'again'),
      await put('/upload/b/a', 'x'),
      await put('/upload/b/a/b.json/c', 'x'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409])
    const folder = folderOf((await put('/upload/b/z', '')).json)
    expect([filesIn(folder), readFileSync(join(folder, 'a', 'b.json'), 'utf8')]).toEqual([['a/b.json', 'z'], 'first'])
  })

  test('says when there is no room, before a byte is written', async () => {
    free = 300e6
    const { status, json } = await put('/upload/b/a', 'x', { 'content-length': '100000000' }).catch(() =>
      put('/upload/b/a', Buffer.alloc(50e6)),
    )
    expect({ status, json }).toMatchObject({
      status: 507,
      json: { code: 'no-room', message: expect.stringContaining('300 MB free') },
    })
  })

  test('stops when the room ends on the way, and leaves nothing', async () => {
    const { json } = await put('/upload/b/small', 'x')
    const sending = put('/upload/b/large', Buffer.alloc(130e6), { 'transfer-encoding': 'chunked' })
    free = 200e6
    const answer = await sending.catch(() => null)
    if (answer) expect(answer.status).toBe(507)
    await until(() => readdirSync(dirname(folderOf(json))).length === 1)
    expect(filesIn(folderOf(json))).toEqual(['small'])
  })

  test('leaves nothing of a file that did not come whole, and takes it again', async () => {
    const folder = folderOf((await put('/upload/b/whole', 'x')).json)
    const { hostname, port } = new URL(web.url)
    const headers = { ...asPage(web.url), 'content-length': '1000' }
    const sending = request({ hostname, port, path: '/upload/b/half', method: 'PUT', headers })
    sending.on('error', () => {})
    sending.write('x'.repeat(500))
    await until(() => readdirSync(dirname(folder)).length === 2)
    sending.destroy()
    await until(() => readdirSync(dirname(folder)).length === 1)
    expect((await put('/upload/b/half', 'now whole')).status).toBe(200)
    expect(filesIn(folder)).toEqual(['half', 'whole'])
  })

  test('keeps a batch until its import has ended, and takes nothing into it meanwhile', async () => {
    const folder = folderOf((await put('/upload/b/a.json', 'x')).json)
    const started = job()
    web.answerWith(async () => ({ ok: true, value: started }))
    await post('/api/startImport', { paths: [folder], named: 'upload' })
    expect((await put('/upload/b/late.json', 'x')).status).toBe(409)
    web.tell({ kind: 'job', job: { ...started, progress: { ...started.progress, rows: 5 } } })
    web.tell({ kind: 'job', job: job({ state: 'done' }) })
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(existsSync(folder)).toBe(true)
    web.tell({ kind: 'job', job: { ...started, state: 'done' } })
    await until(() => !existsSync(folder))
  })

  test.each(['cancelled', 'failed'] as const)(
    'removes a batch whose import ended %s before its answer came',
    async (state) => {
      const folder = folderOf((await put('/upload/b/a.json', 'x')).json)
      const started = job()
      web.answerWith(async () => {
        web.tell({ kind: 'job', job: { ...started, state } })
        return { ok: true, value: started }
      })
      await post('/api/startImport', { paths: [join(folder, 'a.json')] })
      await until(() => !existsSync(folder))
    },
  )

  test('keeps a batch whose import did not start, and takes files into it again', async () => {
    const folder = folderOf((await put('/upload/b/a.json', 'x')).json)
    web.answerWith(async () => ({ ok: false, code: 'read-only', message: 'the case is read-only' }))
    await post('/api/startImport', { paths: [folder] })
    expect((await put('/upload/b/b.json', 'x')).status).toBe(200)
  })

  test.each(['startOpenBundle', 'startVerifyReport', 'startVerifyRecord'])(
    'removes what was sent for %s that did not start',
    async (method) => {
      const folder = folderOf((await put('/upload/b/a.age', 'x')).json)
      web.answerWith(async () => ({ ok: false, code: 'refused', message: 'something lies there' }))
      await post(`/api/${method}`, { path: join(folder, 'a.age') })
      expect(existsSync(folder)).toBe(false)
    },
  )

  test('does not import its files in place', async () => {
    const folder = folderOf((await put('/upload/b/a.json', 'x')).json)
    const { json } = await post('/api/startImport', { paths: [folder], inPlace: true })
    expect([json, web.calls]).toMatchObject([{ ok: false, code: 'refused' }, []])
  })

  test('leaves other imports alone', async () => {
    const folder = folderOf((await put('/upload/b/a.json', 'x')).json)
    const started = job()
    web.answerWith(async () => ({ ok: true, value: started }))
    for (const input of [{ paths: ['/logs', `${folder}-other`] }, { paths: 'x' }, null, { paths: [1] }])
      await post('/api/startImport', input)
    web.tell({ kind: 'job', job: { ...started, state: 'done' } })
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(existsSync(folder)).toBe(true)
  })

  test('removes everything when the server closes', async () => {
    const other = await standIn()
    const { json } = await ask(other.url, '/upload/b/a', { method: 'PUT', headers: asPage(other.url), body: 'x' })
    const root = dirname(folderOf(json))
    expect(existsSync(root)).toBe(true)
    await other.close()
    expect(existsSync(root)).toBe(false)
  })
})

describe('downloads', () => {
  /** A file that an export of this session wrote. */
  async function exported(name: string, text = 'time,actor\n'): Promise<string> {
    const path = join(web.folder, name)
    writeFileSync(path, text)
    const started = job({ kind: 'export' })
    web.answerWith(async () => ({ ok: true, value: started }))
    await post('/api/startExport', { what: { kind: 'objects' }, format: 'csv', path })
    web.tell({
      kind: 'job',
      job: { ...started, state: 'done', result: { path, rows: 1, bytes: text.length, sha256: '' } },
    })
    return path
  }
  const urlOf = async (path: string) => ((await post('/download', { path })).json as { url: string }).url

  test('sends a file of an export once, as an attachment', async () => {
    const url = await urlOf(await exported('events.csv'))
    expect(url).toMatch(/^\/download\/[\w-]{32}$/)
    const [first, second] = [await ask(web.url, url), await ask(web.url, url)]
    expect({ status: first.status, text: first.text, headers: first.headers }).toMatchObject({
      status: 200,
      text: 'time,actor\n',
      headers: {
        'content-disposition': `attachment; filename="events.csv"; filename*=UTF-8''events.csv`,
        'content-type': 'application/octet-stream',
        'content-length': '11',
        'x-content-type-options': 'nosniff',
      },
    })
    expect(second.status).toBe(404)
  })

  test('sends an empty file', async () => {
    const { status, text } = await ask(web.url, await urlOf(await exported('empty.jsonl', '')))
    expect([status, text]).toEqual([200, ''])
  })

  test.each([
    ['a"b;c.csv', `attachment; filename="a_b_c.csv"; filename*=UTF-8''a%22b%3Bc.csv`],
    ["für 'uns'.csv", `attachment; filename="f_r _uns_.csv"; filename*=UTF-8''f%C3%BCr%20%27uns%27.csv`],
    [
      'a\r\nset-cookie: x.csv',
      `attachment; filename="a__set-cookie_ x.csv"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20x.csv`,
    ],
  ])('names %j harmlessly', async (name, disposition) => {
    const { headers } = await ask(web.url, await urlOf(await exported(name)))
    expect(headers['content-disposition']).toBe(disposition)
  })

  test('sends no other file', async () => {
    const path = await exported('events.csv')
    const started = job({ kind: 'export' })
    web.tell({
      kind: 'job',
      job: {
        ...started,
        state: 'done',
        result: { path: join(web.folder, 'secret.txt'), rows: 1, bytes: 1, sha256: '' },
      },
    })
    for (const wanted of [
      join(web.folder, 'secret.txt'),
      `${path}/../secret.txt`,
      '/etc/passwd',
      '',
      null,
      5,
      [path],
    ]) {
      const { status, json } = await post('/download', { path: wanted })
      expect([wanted, status, json]).toMatchObject([wanted, 403, { code: 'refused' }])
    }
  })

  test('sends nothing of an export that was cancelled', async () => {
    const path = join(web.folder, 'half.csv')
    writeFileSync(path, 'half')
    const started = job({ kind: 'export' })
    web.answerWith(async () => ({ ok: true, value: started }))
    await post('/api/startExport', { path })
    web.tell({ kind: 'job', job: { ...started, state: 'cancelled', result: { path, rows: 1, bytes: 1, sha256: '' } } })
    expect((await post('/download', { path })).status).toBe(403)
  })

  test('forgets an address after a minute', async () => {
    const path = await exported('events.csv')
    const [first, second] = [await urlOf(path), await urlOf(path)]
    now += 59_999
    expect((await ask(web.url, first)).status).toBe(200)
    now += 1
    expect((await ask(web.url, second)).status).toBe(404)
  })

  test('says when the file is gone or became something else', async () => {
    const path = await exported('events.csv')
    const [first, second] = [await urlOf(path), await urlOf(path)]
    rmSync(path)
    expect((await ask(web.url, first)).json).toMatchObject({ ok: false, code: 'not-found' })
    mkdirSync(path)
    expect((await ask(web.url, second)).status).toBe(404)
  })

  test('does not use an address up by asking for its head', async () => {
    const url = await urlOf(await exported('events.csv'))
    expect((await ask(web.url, url, { method: 'HEAD' })).status).toBe(405)
    expect((await ask(web.url, url)).status).toBe(200)
  })

  test.each(['/download/', '/download/none', '/download/../secret.txt'])('finds nothing at %s', async (path) => {
    expect((await ask(web.url, path)).status).toBe(404)
  })
})
