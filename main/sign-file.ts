import { createHash, getHashes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { Problem } from '../shared/problem.ts'
import type { SignatureChecked, TextFile } from '../shared/record.ts'
import type { Signing } from './cli/context.ts'
import { Blake2b } from './custody/blake2b.ts'
import { checkSignature, signatureOf } from './custody/minisign.ts'
import { needsPassphrase, newSigningKey, readSigningKey, type SigningKey } from './custody/minisign-key.ts'

/** A person's secret key from its file. Errors: `not-found`, `bad-input` (no key), `refused` (another passphrase). */
export async function signingKey(path: string, passphrase: string): Promise<SigningKey> {
  return readSigningKey(await readText(path), passphrase)
}

/** The detached signature of a file, which shall be called `name`, as minisign writes it. */
export async function signatureFor(key: SigningKey, path: string, name: string): Promise<string> {
  const seconds = Math.floor(Date.now() / 1000)
  return signatureOf(key, await digestOf(path), `timestamp:${seconds}\tfile:${name}\thashed`)
}

/**
 * Checks the detached signature of a file: `signature`, or null: what lies beside it; null if nothing does. Errors:
 * `not-found`, `bad-input` (no signature, no public key).
 */
export async function checkedSignature(
  path: string,
  signature: TextFile | null,
  publicKey: TextFile | null,
): Promise<SignatureChecked | null> {
  const text =
    signature === null ? await readFile(`${path}.minisig`, 'utf8').catch(() => null) : await textOf(signature)
  if (text === null) return null
  return checkSignature(text, await digestOf(path), publicKey === null ? null : await textOf(publicKey))
}

/** What a command does with keys and signatures of a person, as minisign has them. */
export const signing: Signing = {
  asksPassphrase: async (keyPath) => needsPassphrase(await readText(keyPath)),

  /** Checks the signature beside a file; null: there is none. `key`: a public key, or the path of its file. */
  check: (path, key) => {
    const open = key === null ? null : /^RW[\w+/]{54}$/.test(key) ? { text: key } : { path: key }
    return checkedSignature(path, null, open)
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

/** BLAKE2b-512. The cryptography that Electron is built with does not have it. */
async function digestOf(path: string): Promise<Uint8Array> {
  const hash = getHashes().includes('blake2b512') ? createHash('blake2b512') : new Blake2b(64)
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece)
  return hash.digest()
}

async function textOf(file: TextFile): Promise<string> {
  return 'text' in file ? file.text : readText(file.path)
}

/** Keys and signatures have a few lines. */
const mostBytes = 10_000

async function readText(path: string): Promise<string> {
  const status = await stat(path).catch(() => null)
  if (!status?.isFile()) throw new Problem('not-found', `there is no file '${path}'`)
  if (status.size > mostBytes)
    throw new Problem('bad-input', `'${path}' has more bytes than a key or a signature: ${status.size}`)
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new Problem('not-found', `cannot read '${path}'`, { cause })
  }
}

async function create(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode })
  } catch (cause) {
    throw new Problem('refused', `cannot write '${path}': ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}
