import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Blake2b } from '../../main/custody/blake2b.ts'
import { signatureFor, signing, signingKey } from '../../main/sign-file.ts'

const hasMinisign = spawnSync('minisign', ['-v']).error === undefined
const words = 'correct horse'
let folder = ''
let key = ''
let open = ''
let signed = ''
let signature = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-sign-'))
  key = join(folder, 'ana.key')
  open = (await signing.newKey(key, words)).open
  signed = file('record.json')
  signature = await sign(signed, key, words)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function sign(path: string, keyPath: string, passphrase: string): Promise<string> {
  writeFileSync(`${path}.minisig`, await signatureFor(await signingKey(keyPath, passphrase), path, basename(path)))
  return `${path}.minisig`
}

function file(name: string, content: string | Buffer = 'what was acquired'): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test.each([0, 1, 127, 128, 129, 256, 1000, 100_000])(
  'BLAKE2b of %i bytes is that of Node, in pieces or not',
  (length) => {
    const bytes = Buffer.from(Array.from({ length }, (_, place) => (place * 7) % 251))
    const whole = createHash('blake2b512').update(bytes).digest('hex')
    expect(Buffer.from(new Blake2b(64).update(bytes).digest()).toString('hex')).toBe(whole)
    const pieces = new Blake2b(64)
      .update(bytes.subarray(0, 100))
      .update(bytes.subarray(100, 128))
      .update(bytes.subarray(128))
    expect(Buffer.from(pieces.digest()).toString('hex')).toBe(whole)
  },
)

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
    await expect(sign(path, key, 'battery staple')).rejects.toThrow(/passphrase does not open/)
    await expect(signing.newKey(key, 'other')).rejects.toThrow(/exist/)
    await expect(sign(path, file('no.key', 'no key'), words)).rejects.toThrow(/no secret key/)
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
    await sign(path, theirs, '')
    expect(execFileSync('minisign', ['-V', '-p', `${theirs}.pub`, '-m', path], { encoding: 'utf8' })).toContain(
      'verified',
    )
  })
})
