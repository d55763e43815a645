import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { safeStorage } from 'electron'
import * as z from 'zod'

/** Ciphertext by the hash of what it is for: the file names neither cases nor sources. */
const Stored = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.base64())

/**
 * Secrets in a file that only the keychain of this system can open (Keychain, DPAPI, GNOME Keyring, KWallet). Where
 * Electron would fall back to a password that everybody knows, nothing is kept.
 * https://www.electronjs.org/docs/latest/api/safe-storage
 */
export function systemKeychain(file: string) {
  return {
    refusal: (): string | null => {
      if (!safeStorage.isEncryptionAvailable()) return `${none}; keys are asked for each time`
      if (process.platform !== 'linux') return null
      const backend = safeStorage.getSelectedStorageBackend()
      return /^(gnome|kwallet)/.test(backend) ? null : `${none} ('${backend}'); keys are asked for each time`
    },
    keep: (name: string, secret: string): void => {
      write(file, { ...read(file), [idOf(name)]: safeStorage.encryptString(secret).toString('base64') })
    },
    /** Null also where the keychain is another one by now and cannot open it. */
    kept: (name: string): string | null => {
      const stored = read(file)[idOf(name)]
      if (stored === undefined) return null
      try {
        return safeStorage.decryptString(Buffer.from(stored, 'base64'))
      } catch {
        return null
      }
    },
    forget: (name: string): void => {
      const { [idOf(name)]: gone, ...rest } = read(file)
      if (gone !== undefined) write(file, rest)
    },
  }
}

const none = 'this system has no keychain that Coldtrail can use'

function idOf(name: string): string {
  return createHash('sha256').update(name).digest('hex')
}

function read(file: string): Readonly<Record<string, string>> {
  try {
    return Stored.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return {}
  }
}

/** Written beside and renamed, so that a crash leaves the old file or the new one. */
function write(file: string, stored: Readonly<Record<string, string>>): void {
  mkdirSync(dirname(file), { recursive: true })
  const beside = `${file}.${process.pid}.tmp`
  writeFileSync(beside, `${JSON.stringify(stored)}\n`, { mode: 0o600 })
  renameSync(beside, file)
}
