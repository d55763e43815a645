import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemKeychain } from '../../main/desktop/keychain.ts'
import { KeptKeys, noKeychain } from '../../main/kept-keys.ts'
import type { Question } from '../../shared/question.ts'
import { safeStorage } from './fake-electron.ts'

const secretAccessKey = 'tHe-SeCrEt/of+the=key'
const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey }
const asked = (more: Partial<Question> = {}): Question => ({
  id: '1',
  kind: 'keys',
  source: 'trail',
  text: 'access key',
  fields: [],
  ...more,
})

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-keychain-'))
  file = join(folder, 'desktop', 'keys.json')
})
afterEach(() => {
  Object.assign(safeStorage, { available: true, backend: 'gnome_libsecret' })
  rmSync(folder, { recursive: true, force: true })
})

it('answers a question for keys that were kept, in another run as well, and no other question', () => {
  new KeptKeys(systemKeychain(file)).keep('/cases/a.coldtrail', 'trail', keys)
  const kept = new KeptKeys(systemKeychain(file))
  const answer = { ...keys, sessionToken: '' }
  expect(kept.answer('/cases/a.coldtrail', asked())).toEqual(answer)
  expect(kept.answer('/cases/a.coldtrail', asked({ accessKeyId: keys.accessKeyId }))).toEqual(answer)
  expect(kept.answer('/cases/a.coldtrail', asked({ accessKeyId: 'AKIAOTHER' }))).toBeNull()
  expect(kept.answer('/cases/a.coldtrail', asked({ source: 'other' }))).toBeNull()
  expect(kept.answer('/cases/b.coldtrail', asked())).toBeNull()
  expect(kept.answer('/cases/a.coldtrail', asked({ kind: 'mfa' }))).toBeNull()

  kept.forget('/cases/a.coldtrail', 'trail')
  expect(kept.answer('/cases/a.coldtrail', asked())).toBeNull()
})

it('writes neither secrets nor names, for this user alone', () => {
  new KeptKeys(systemKeychain(file)).keep('/cases/a.coldtrail', 'trail', keys)
  const text = readFileSync(file, 'utf8')
  for (const part of [secretAccessKey, keys.accessKeyId, 'trail', 'cases']) expect(text).not.toContain(part)
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

it.each([
  ['no encryption', { available: false }],
  ['a password that everybody knows', { backend: 'basic_text' }],
  ['a keychain that nobody knows', { backend: 'unknown' }],
])('keeps nothing where the system has %s, and says so', (_, system) => {
  Object.assign(safeStorage, system)
  if (process.platform !== 'linux' && 'backend' in system) return
  const kept = new KeptKeys(systemKeychain(file))
  expect(kept.refusal()).toMatch(/has no keychain/)
  const refused = () => kept.keep('/cases/a.coldtrail', 'trail', keys)
  expect(refused).toThrow(/has no keychain/)
  expect(refused).not.toThrow(secretAccessKey)
  expect(() => readFileSync(file)).toThrow('ENOENT')
})

it.each(['{', '{"a":1}', '[]', `{"${'0'.repeat(64)}":""}`])('asks again where its file says %s', (text) => {
  const kept = new KeptKeys(systemKeychain(file))
  kept.keep('/cases/a.coldtrail', 'trail', keys)
  writeFileSync(file, text)
  expect(kept.answer('/cases/a.coldtrail', asked())).toBeNull()
})

it('asks again where another keychain cannot open what is kept', () => {
  const kept = new KeptKeys(systemKeychain(file))
  kept.keep('/cases/a.coldtrail', 'trail', keys)
  const id = Object.keys(JSON.parse(readFileSync(file, 'utf8')))[0] as string
  writeFileSync(file, JSON.stringify({ [id]: '' }))
  expect(kept.answer('/cases/a.coldtrail', asked())).toBeNull()
})

it('is refused behind every other door', () => {
  expect(() => new KeptKeys(noKeychain).keep('/cases/a.coldtrail', 'trail', keys)).toThrow(/only the desktop/)
})
