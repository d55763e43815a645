import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findFiles } from '../../main/source/folder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-folder-'))
  chmodSync(folder, 0o755)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function find(paths: readonly string[], named: string | null = null) {
  const found: [uri: string, bytes: number, why: string | null][] = []
  const from = named === null ? pathToFileURL(folder).href : ''
  for await (const { uri, bytes, unreadable } of findFiles(paths, named, new AbortController().signal)) {
    const why =
      unreadable && `${unreadable.state}: ${unreadable.reason.replace(/E[A-Z]+.*/, (text) => text.slice(0, 6))}`
    found.push([uri.replace(from, ''), bytes, why])
  }
  return found
}

describe('finding files', () => {
  test('finds every file of a tree once, in order, whatever its name', async () => {
    for (const name of ['b/2.json', 'b/a c#?.json', 'a.json', 'b/1*.json']) {
      mkdirSync(join(folder, name, '..'), { recursive: true })
      writeFileSync(join(folder, name), name)
    }
    expect(await find([folder, join(folder, 'a.json'), join(folder, 'b')])).toEqual([
      ['/a.json', 6, null],
      ['/b/1*.json', 9, null],
      ['/b/2.json', 8, null],
      ['/b/a%20c%23%3F.json', 12, null],
    ])
  })

  test.skipIf(process.platform === 'win32')('follows no link, opens no pipe, and says so', async () => {
    symlinkSync('/etc', join(folder, 'link-to-etc'))
    symlinkSync('..', join(folder, 'loop'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    expect(await find([folder])).toEqual([
      ['/link-to-etc', 0, 'skipped: a link: links are not followed'],
      ['/loop', 0, 'skipped: a link: links are not followed'],
      ['/pipe', 0, 'skipped: no regular file'],
    ])
  })

  test.skipIf(process.platform !== 'linux')('names every file whose name is no text', async () => {
    for (const byte of [0xfe, 0xff]) writeFileSync(Buffer.concat([Buffer.from(`${folder}/a b`), Buffer.of(byte)]), '{}')
    const reason = 'rejected: its name is not written in UTF-8; rename it and import it again'
    expect(await find([folder])).toEqual([
      ['/a%20b%fe', 0, reason],
      ['/a%20b%ff', 0, reason],
    ])
  })

  test('names what is not there instead of leaving it out', async () => {
    expect(await find([join(folder, 'nowhere')])).toEqual([['/nowhere', 0, 'rejected: cannot be read: ENOENT']])
  })

  test.skipIf(process.platform === 'win32')('names a folder it may not read, and goes on', async () => {
    mkdirSync(join(folder, 'closed'), { mode: 0o000 })
    writeFileSync(join(folder, 'open.json'), '{}')
    const root = process.geteuid?.() === 0
    if (root) process.seteuid?.(65_534)
    try {
      expect(await find([folder])).toEqual([
        ['/closed', 0, 'rejected: cannot be read: EACCES'],
        ['/open.json', 2, null],
      ])
    } finally {
      if (root) process.seteuid?.(0)
    }
  })

  test('writes the name of an upload, not the place where it was put down', async () => {
    mkdirSync(join(folder, 'AWSLogs'))
    writeFileSync(join(folder, 'AWSLogs', 'x y.json'), '')
    expect(await find([folder], 'upload')).toEqual([['upload:/AWSLogs/x%20y.json', 0, null]])
  })

  test('stops when it is told to', async () => {
    const abort = new AbortController()
    abort.abort()
    await expect(findFiles([folder], null, abort.signal).next()).rejects.toThrow('aborted')
  })
})
