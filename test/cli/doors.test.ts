import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Lobby } from '../../main/lobby.ts'
import type { Notice } from '../../shared/api.ts'
import { at, cleanUp, coldtrail, json, numbers, record, start, trail } from './coldtrail.ts'

beforeAll(() => {
  process.env.COLDTRAIL_HOME = at('home')
  trail(
    at('a.json'),
    numbers(0, 5).map((number) => record(number)),
  )
  trail(
    at('b.json'),
    numbers(5, 8).map((number) => record(number)),
  )
})
afterAll(cleanUp)

async function until(claim: () => boolean): Promise<void> {
  for (let tries = 0; !claim(); tries++) {
    if (tries > 2000) throw new Error(`waited in vain until ${claim}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('the command line beside an open window', () => {
  test('asks and fills the same case, and the window hears of it', async () => {
    await json('import', 'a.json', '--case', 'shared', '--json')
    const notices: Notice[] = []
    const window = new Lobby({ door: 'desktop', version: '0.0.0' })
    window.onNotice((notice) => notices.push(notice))
    try {
      await window.api.openCase({ path: at('shared') })
      expect(await json('sql', '--case', 'shared', 'SELECT count(*)::INTEGER AS n FROM event', '--json')).toEqual([
        { n: 5 },
      ])
      expect(await json('import', 'b.json', '--case', 'shared', '--json')).toMatchObject({ events: { stored: 3 } })
      expect(await window.api.caseInfo({})).toMatchObject({ events: 8 })
      expect(
        notices.some((notice) => notice.kind === 'job' && notice.job.kind === 'import' && notice.job.state === 'done'),
      ).toBe(true)
    } finally {
      await window.close()
    }
    expect(await json('sql', '--case', 'shared', 'SELECT count(*)::INTEGER AS n FROM event', '--json')).toEqual([
      { n: 8 },
    ])
  })

  test('has many doors at the same moment', async () => {
    const query = ['sql', '--case', 'shared', 'SELECT 1 AS one', '--json'] as const
    const answers = await Promise.all([1, 2, 3].map(() => json(...query)))
    expect(answers).toEqual([[{ one: 1 }], [{ one: 1 }], [{ one: 1 }]])
  })
})

describe('Ctrl-C', () => {
  const files = 800
  beforeAll(() => {
    mkdirSync(at('many'))
    for (const number of numbers(0, files)) trail(at('many', `${number}.json`), [record(number)])
  })

  /** Starts an import and waits until it works on the first objects. */
  async function importing(name: string) {
    const started = start(['import', 'many', '--case', name, '--json'])
    await until(
      () => existsSync(at(name, 'evidence')) && readdirSync(at(name, 'evidence'), { recursive: true }).length > 0,
    )
    return started
  }

  test('ends an import consistently with 130, and the next one goes on there', async () => {
    const { child, ended } = await importing('stopped')
    child.kill('SIGINT')
    const { code, out, err } = await ended
    expect([code, err]).toEqual([130, expect.stringContaining('cancelled')])
    const { events } = JSON.parse(out) as { events: { stored: number } }
    expect(events.stored).toBeLessThanOrEqual(files)
    expect(await json('case', 'info', 'stopped', '--json')).toMatchObject({ events: events.stored })

    await json('import', 'many', '--case', 'stopped', '--json')
    expect(await json('case', 'info', 'stopped', '--json')).toMatchObject({ events: files })
  })

  test('ends at once when it comes twice, and harms nothing', async () => {
    const { child, ended } = await importing('killed')
    child.kill('SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGINT')
    expect((await ended).code).toBe(130)
    await until(() => !existsSync(at('killed', 'case.lock')))
    await json('import', 'many', '--case', 'killed', '--json')
    expect(await json('case', 'info', 'killed', '--json')).toMatchObject({ events: files })
  })

  test('ends a query', async () => {
    const slow = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range, b.range) = 1'
    const { child, ended } = start(['sql', '--case', 'stopped', slow])
    await until(() => existsSync(at('stopped', 'case.lock')))
    await new Promise((resolve) => setTimeout(resolve, 500))
    child.kill('SIGINT')
    const { code, out } = await ended
    expect([code, out]).toEqual([130, ''])
  })
})

describe('coldtrail serve', () => {
  test('prints one address, serves the case behind it, and ends well with Ctrl-C', async () => {
    const { child, ended } = start(['serve', 'shared'], 'bin/coldtrail.mjs')
    const url = await new Promise<URL>((resolve) =>
      child.stdout?.once('data', (text) => resolve(new URL(String(text).trim()))),
    )
    const authorization = `Bearer ${url.hash.replace('#token=', '')}`
    const headers = { authorization, 'content-type': 'application/json' }
    const [page, info, none] = [
      await fetch(new URL('/', url)),
      await fetch(new URL('/api/caseInfo', url), { method: 'POST', headers, body: '{}' }),
      await fetch(new URL('/api/caseInfo', url), {
        method: 'POST',
        headers: { ...headers, authorization: '' },
        body: '{}',
      }),
    ]
    expect([page.status, await info.json(), none.status]).toMatchObject([
      200,
      { ok: true, value: { path: at('shared'), events: expect.any(Number) } },
      401,
    ])
    expect(await page.text()).not.toContain('__NONCE__')

    // A file that is dropped on the page: sent, imported under its own name, and no longer kept beside the case.
    trail(at('dropped.json'), [record(50)])
    const sent = await fetch(new URL('/upload/drop/Logs%20of%20May/a%5Cb.json', url), {
      method: 'PUT',
      headers: { authorization },
      body: readFileSync(at('dropped.json')),
    })
    const { path } = (await sent.json()) as { path: string }
    const body = JSON.stringify({ paths: [path], named: 'upload' })
    await fetch(new URL('/api/startImport', url), { method: 'POST', headers, body })
    await until(() => !existsSync(path))
    const { out } = await coldtrail('objects', '--case', 'shared', '--json')
    expect(out).toContain('"upload:/Logs%20of%20May/a%255Cb.json","state":"stored"')

    child.kill('SIGINT')
    const { code, out: printed } = await ended
    expect([code, printed]).toEqual([0, `${url.href}\n`])
  }, 120_000)

  test('says when its port is taken', async () => {
    const first = start(['serve'], 'bin/coldtrail.mjs')
    const url = await new Promise<URL>((resolve) =>
      first.child.stdout?.once('data', (text) => resolve(new URL(String(text).trim()))),
    )
    const second = await start(['serve', '--port', url.port], 'bin/coldtrail.mjs').ended
    expect([second.code, second.err]).toEqual([4, expect.stringContaining('choose another --port')])
    first.child.kill('SIGINT')
    expect((await first.ended).code).toBe(0)
  })
})
