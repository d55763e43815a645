import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blake2b } from '../../main/custody/blake2b.ts'
import { signing } from '../../main/sign-file.ts'

const hasMinisign = spawnSync('minisign', ['-v']).error === undefined
const ask = async () => 'correct horse'
let folder = ''
let key = ''
let open = ''
let signed = ''
let signature = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-sign-'))
  key = join(folder, 'ana.key')
  open = (await signing.newKey(key, await ask())).open
  signed = file('record.json')
  signature = await signing.sign(signed, key, ask)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string | Buffer = 'what was acquired'): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test.each([0, 1, 127, 128, 129, 1000])('BLAKE2b of %i bytes is that of Node', (length) => {
  const bytes = Buffer.alloc(length, 7)
  expect(Buffer.from(blake2b(bytes, 64))).toEqual(createHash('blake2b512').update(bytes).digest())
})

describe('a signature', () => {
  test('holds, and tells by which key, when and for which file', async () => {
    const path = signed
    expect(signature).toBe(`${path}.minisig`)
    expect(await signing.check(file('unsigned.json'), open)).toBeNull()
    expect(await signing.check(path, open)).toMatchObject({
      holds: true,
      comment: expect.stringMatching(/^timestamp:\d+\tfile:record\.json\thashed$/),
    })
    expect(await signing.check(path, `${key}.pub`)).toMatchObject({ holds: true })
    expect(await signing.check(path, null)).toMatchObject({ holds: null })
    if (process.platform !== 'win32') expect(statSync(key).mode & 0o077).toBe(0)
  })

  test.each([
    ['another file', (path: string) => writeFileSync(path, 'something else'), 'not the one that was signed'],
    [
      'another comment',
      (path: string) => {
        const text = readFileSync(`${path}.minisig`, 'utf8')
        writeFileSync(`${path}.minisig`, text.replace('file:', 'FILE:'))
      },
      'comment is not',
    ],
  ])('does not hold for %s', async (name, change, reason) => {
    const path = file(`${name.replace(' ', '-')}.json`)
    copyFileSync(signature, `${path}.minisig`)
    change(path)
    expect(await signing.check(path, open)).toMatchObject({ holds: false, reason: expect.stringContaining(reason) })
  })

  test('needs the passphrase of its key, and never writes over a key', async () => {
    const path = file('no.json')
    await expect(signing.sign(path, key, async () => 'battery staple')).rejects.toThrow(/passphrase does not open/)
    await expect(signing.newKey(key, 'other')).rejects.toThrow(/exist/)
    await expect(signing.sign(path, file('no.key', 'no key'), ask)).rejects.toThrow(/no secret key/)
  })
})

describe.skipIf(!hasMinisign)('minisign itself (skipped where it is not installed)', () => {
  test('takes our keys and our signatures', async () => {
    const said = execFileSync('minisign', ['-V', '-P', open, '-m', signed], { encoding: 'utf8' })
    expect(said).toContain('Signature and comment signature verified')
    const path = file('ours.bin', randomBytes(3_000_000))
    execFileSync('minisign', ['-S', '-s', key, '-m', path], { input: 'correct horse\n', stdio: 'pipe' })
    expect(await signing.check(path, open)).toMatchObject({ holds: true })
  })

  test('makes keys without a passphrase and signatures that are taken here', async () => {
    const theirs = join(folder, 'theirs.key')
    execFileSync('minisign', ['-G', '-W', '-s', theirs, '-p', `${theirs}.pub`])
    const path = file('theirs.json')
    execFileSync('minisign', ['-S', '-s', theirs, '-m', path, '-t', 'by Ana'])
    expect(await signing.check(path, `${theirs}.pub`)).toMatchObject({ holds: true, comment: 'by Ana' })
    expect(await signing.check(path, open)).toMatchObject({ holds: false, reason: expect.stringContaining('the key') })
    await signing.sign(path, theirs, ask)
    expect(execFileSync('minisign', ['-V', '-p', `${theirs}.pub`, '-m', path], { encoding: 'utf8' })).toContain(
      'verified',
    )
  })
})
