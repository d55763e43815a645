import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { Header } from 'tar'
import { describe, expect, test } from 'vitest'
import { bundleOf, takeApart } from '../../main/custody/bundle-files.ts'
import { filesOf, type TarFile, tarOf } from '../../main/custody/tar-stream.ts'
import type { BundleHead } from '../../shared/bundle.ts'

const head: BundleHead = {
  kind: 'coldtrail-bundle',
  version: 1,
  tool: 'test',
  contents: 'case',
  case: { id: '1', name: 'A' },
  writtenAt: '2026-01-01T00:00:00.000Z',
  writtenBy: 'ana@laptop',
  left: { files: 0, first: [] },
}

function file(path: string, text: string): TarFile {
  const bytes = Buffer.from(text)
  return {
    path,
    size: bytes.length,
    async *open() {
      yield bytes
    },
  }
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

async function* list<T>(...items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

/** As a network or a disk hands bytes over: in pieces that end anywhere. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function taken(bytes: Buffer, size = 700) {
  const files: Record<string, string> = {}
  const result = await takeApart(
    filesOf(inPieces(bytes, size)),
    async () => {},
    async (path, _, content) => {
      files[path] = (await collected(content)).toString()
    },
  )
  return { ...result, files }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const forged = (...files: readonly TarFile[]) =>
  collected(tarOf([file('coldtrail-bundle.json', JSON.stringify(head)), ...files]))

describe('a bundle', () => {
  test.each([1, 511, 512, 513, 100_000])('comes out as it went in, in pieces of %i bytes', async (size) => {
    const bytes = await collected(
      bundleOf(
        head,
        list(file('case.json', '{}'), file('audit.jsonl', 'x'.repeat(1024)), file('marks.json', '')),
        () => {},
      ),
    )
    expect(await taken(bytes, size)).toMatchObject({
      head,
      bytes: 1026,
      files: { 'case.json': '{}', 'audit.jsonl': 'x'.repeat(1024), 'marks.json': '' },
    })
  })

  test.each([
    ['../case.json', 'no file of a case'],
    ['/etc/passwd', 'no file of a case'],
    ['evidence/ab/../../x', 'no file of a case'],
    ['evidence\\ab', 'no file of a case'],
    ['rules/../x.yml', 'no file of a case'],
    ['case.lock', 'no file of a case'],
    [`evidence/ab/${'ab'.repeat(32)}`, 'under a hash that it does not have'],
  ])('with %s is refused', async (path, reason) => {
    await expect(forged(file(path, 'x')).then(taken)).rejects.toThrow(reason)
  })

  test.each([
    ['a file twice', [file('case.json', '{}'), file('case.json', '{}')], 'where it must not'],
    ['no list', [file('case.json', '{}')], 'no list of its files'],
    ['files that are not listed', [file('case.json', '{}'), file('files.jsonl', '')], 'does not name'],
    [
      'one file listed twice and another not at all',
      [
        file('case.json', '{}'),
        file('audit.jsonl', ''),
        file('files.jsonl', `{"path":"case.json","bytes":2,"sha256":"${sha256('{}')}"}\n`.repeat(2)),
      ],
      'does not name',
    ],
    ['a list that is none', [file('case.json', '{}'), file('files.jsonl', 'null\n<b>')], 'nothing readable'],
    [
      'another hash',
      [file('case.json', '{}'), file('files.jsonl', '{"path":"case.json","bytes":2,"sha256":"00"}\n')],
      'not what was packed',
    ],
  ])('with %s is refused', async (_, files, reason) => {
    await expect(forged(...files).then(taken)).rejects.toThrow(reason)
  })

  test('is not packed with a name that could not be unpacked again', async () => {
    const packed = bundleOf(head, list(file('rules/Regel für alle.yml', '')), () => {})
    await expect(collected(packed)).rejects.toThrow("'rules/Regel für alle.yml'")
  })

  test.each(['SymbolicLink', 'Link', 'Directory', 'CharacterDevice', 'ExtendedHeader'] as const)(
    'with a %s is refused',
    async (type) => {
      const block = Buffer.alloc(512)
      new Header({ path: 'case.json', linkpath: '/etc/passwd', size: 0, type, mode: 0o644 }).encode(block)
      const start = await forged()
      const bytes = Buffer.concat([start.subarray(0, -1024), block, Buffer.alloc(1024)])
      await expect(taken(bytes)).rejects.toThrow('only files are taken')
    },
  )

  test('that is cut, or goes on after its end, is refused', async () => {
    const bytes = await collected(bundleOf(head, list(file('case.json', '{}')), () => {}))
    await expect(taken(bytes.subarray(0, 1200))).rejects.toThrow('ends early')
    await expect(taken(Buffer.concat([bytes, Buffer.from('more')]))).rejects.toThrow('goes on after its end')
    await expect(taken(Buffer.alloc(2048, 'x'))).rejects.toThrow('checksum')
  })

  test('is not packed with evidence that is not what was imported', async () => {
    const packed = bundleOf(head, list(file(`evidence/ab/${'ab'.repeat(32)}`, 'x')), () => {})
    await expect(collected(packed)).rejects.toThrow('verify the case')
  })

  test.skipIf(spawnSync('tar', ['--version']).status !== 0)('is a tar that other tools read', async () => {
    const name = `evidence/${sha256('x').slice(0, 2)}/${sha256('x')}`
    const bytes = await collected(bundleOf(head, list(file('case.json', '{}'), file(name, 'x')), () => {}))
    const { stdout, status } = spawnSync('tar', ['-t'], { input: bytes, encoding: 'utf8' })
    expect({ status, names: stdout.trim().split('\n') }).toEqual({
      status: 0,
      names: ['coldtrail-bundle.json', 'case.json', name, 'files.jsonl'],
    })
  })
})
