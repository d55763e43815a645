import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Problem } from '../shared/problem.ts'
import type { Signing } from './cli/context.ts'
import { checkSignature, signatureOf } from './custody/minisign.ts'
import { needsPassphrase, newSigningKey, readSigningKey } from './custody/minisign-key.ts'

/** Signatures of a person under files, detached and as minisign makes them. Keys and passphrases stay in this process. */
export const signing: Signing = {
  /** Signs a file beside it, in `<file>.minisig`, whose path it answers. `ask` is called when the key has a passphrase. */
  async sign(path, keyPath, ask) {
    const text = await readText(keyPath)
    const key = await readSigningKey(text, needsPassphrase(text) ? await ask() : '')
    const seconds = Math.floor(Date.now() / 1000)
    const comment = `timestamp:${seconds}\tfile:${basename(path)}\thashed`
    await writeFile(`${path}.minisig`, signatureOf(key, await digestOf(path), comment))
    return `${path}.minisig`
  },

  /** Checks the signature beside a file; null: there is none. `key`: a public key, or the path of its file. */
  async check(path, key) {
    const text = await readFile(`${path}.minisig`, 'utf8').catch(() => null)
    if (text === null) return null
    const open = key === null || /^RW[\w+/]{54}$/.test(key) ? key : await readText(key)
    return checkSignature(text, await digestOf(path), open)
  },

  /** Makes a person's key under a passphrase, and its public half beside it. Error `refused`: something is there already. */
  async newKey(path, passphrase) {
    const { secret, open } = await newSigningKey(passphrase)
    const openPath = `${path}.pub`
    await create(path, secret, 0o600)
    await create(openPath, open, 0o644)
    return { open: open.split('\n')[1] ?? '', openPath }
  },
}

async function digestOf(path: string): Promise<Buffer> {
  const hash = createHash('blake2b512')
  for await (const piece of createReadStream(path)) hash.update(piece)
  return hash.digest()
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new Problem('not-found', `cannot read the key '${path}'`, { cause })
  }
}

async function create(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode })
  } catch (cause) {
    throw new Problem('refused', `cannot write '${path}': ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}
