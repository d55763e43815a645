import { randomUUID } from 'node:crypto'
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { nobody } from '../../shared/case.ts'
import { Problem } from '../../shared/problem.ts'
import { sql } from '../../shared/sql.ts'
import { Audit, changedOutside } from './audit.ts'
import { type CaseJson, readCaseJson, writeCaseJson } from './case-json.ts'
import { Database } from './database.ts'
import type { Db } from './db.ts'
import { evidenceNames } from './evidence.ts'
import { markInterrupted } from './imports.ts'
import { Known } from './known.ts'
import { changedSince, keepsLeft, leaveBehind } from './left-behind.ts'
import { isStale, type Lock, lockedBy, readLock, releaseLock, takeLock } from './lock.ts'
import { type Migration, migrate, migrations, newest, refuseNewer, schemaVersion } from './migrations.ts'
import { who } from './who.ts'
import { syncFolder } from './whole-file.ts'
import { whyReadOnly } from './why-read-only.ts'

/** What a case consists of while it is open. */
export interface OpenParts {
  readonly path: string
  readonly db: Database
  readonly tmp: string
  readonly readOnlyBecause: string | null
  /** Only where the case can be written. */
  readonly writing: { readonly audit: Audit; readonly lock: Lock } | null
  readonly known: Known
  readonly json: CaseJson
  /** What was changed in it while nobody had it open, in sentences. */
  readonly changed: readonly string[]
  readonly nextObject: number
}

/** What a second door shows the owner, and where the owner listens. */
export type Secret = Pick<Lock, 'token' | 'socket'>

/** Makes a case in a new or empty folder. Error `refused`: something else lies there. */
export async function createCase(path: string, name: string, version: string, secret: Secret): Promise<OpenParts> {
  await mkdir(path, { recursive: true }).catch((cause) => {
    if (cause.code === 'ENOSPC' || cause.code === 'EDQUOT') throw cause
    throw new Problem(
      'refused',
      `cannot make the folder of a case, '${path}': ${cause.message}; choose another place`,
      {
        cause,
      },
    )
  })
  await refuseOthers(path)
  return locked(path, secret, async (lock) => {
    for (const leftover of ['case.duckdb', 'case.duckdb.wal']) await rm(join(path, leftover), { force: true })
    for (const inner of ['evidence', 'tmp']) await mkdir(join(path, inner), { recursive: true })
    const json: CaseJson = {
      kind: 'coldtrail-case',
      id: randomUUID(),
      name,
      createdAt: new Date().toISOString(),
      createdBy: version,
      ours: nobody,
    }
    const tmp = join(path, 'tmp')
    return opened(openDatabase(path, tmp, false), path, async (db, audit) => {
      await db.write((tx) => migrate(tx, 0))
      audit.append('case-created', { id: json.id, name, version, ...keepsLeft })
      await leaveBehind(path, db, audit.newest, false)
      await writeCaseJson(path, json)
      await syncFolder(dirname(path))
      return {
        ...{ path, db, tmp, readOnlyBecause: null, writing: { audit, lock }, json, changed: [] },
        ...(await remembered(db)),
      }
    })
  })
}

/** Opens a case, read-only by itself where it cannot be written. `steps` is for tests of migrations to come. */
export async function openCase(
  path: string,
  readOnly: boolean,
  version: string,
  secret: Secret,
  steps: readonly Migration[] = migrations,
): Promise<OpenParts> {
  const json = await readCaseJson(path)
  const readOnlyBecause = readOnly ? 'it was opened read-only, as asked' : whyReadOnly(path)
  return readOnlyBecause === null
    ? openToWrite(path, json, version, secret, steps)
    : openToRead(path, json, readOnlyBecause, steps)
}

/** A creation that was killed leaves only what it made itself; its case.json comes last. */
const ownNames =
  /^(evidence|tmp|case\.duckdb(\.wal)?|audit\.jsonl|case\.sock|(case\.lock|(case|left)\.json)(\.[0-9a-f]{12}.*)?)$/

async function refuseOthers(path: string): Promise<void> {
  const there = await readdir(path)
  if (there.includes('case.json')) throw new Problem('refused', `${path} is a case already; open it instead`)
  const other = there.find((entry) => !ownNames.test(entry))
  if (other !== undefined) {
    throw new Problem('refused', `${path} is not empty (it holds ${other}); choose a new folder for the case`)
  }
}

async function openToWrite(
  path: string,
  json: CaseJson,
  version: string,
  secret: Secret,
  steps: readonly Migration[],
): Promise<OpenParts> {
  return locked(path, secret, async (lock, tookOver) => {
    const tmp = join(path, 'tmp')
    await rm(tmp, { recursive: true, force: true })
    for (const inner of ['evidence', 'tmp']) await mkdir(join(path, inner), { recursive: true })
    const { db: database, from } = await upToDate(path, tmp, steps)
    return opened(database, path, async (db, audit) => {
      const found = from === newest(steps) ? await changedSince(path, db, audit.newest, tookOver !== null) : []
      if (from < newest(steps)) audit.append('case-migrated', { from, to: newest(steps), version })
      const interrupted = await markInterrupted(db)
      if (tookOver !== null || interrupted.length > 0) {
        audit.append('left-unfinished', {
          owner: tookOver && { pid: tookOver.pid, startedAt: tookOver.startedAt },
          imports: interrupted,
          ...(await unclaimed(path, db)),
        })
      }
      if (found.length > 0) audit.append(changedOutside, { found })
      await leaveBehind(path, db, audit.newest, false)
      return {
        path,
        db,
        tmp,
        readOnlyBecause: null,
        writing: { audit, lock },
        json,
        changed: found,
        ...(await remembered(db)),
      }
    })
  })
}

/** Nothing at all is written in the case's folder: no lock, no temporary file, no line of the audit log. */
async function openToRead(
  path: string,
  json: CaseJson,
  readOnlyBecause: string,
  steps: readonly Migration[],
): Promise<OpenParts> {
  const owner = await readLock(path)
  // On a medium that nobody can write, a lock is a copy and its owner does not own this case.
  const owned = owner !== null && !isStale(owner) && whyReadOnly(path) === null
  // An owner on this computer serves whoever asks; one elsewhere cannot be asked, but reading harms nothing.
  if (owned && owner.host === hostname()) throw lockedBy(owner, path)
  const because = owned
    ? `${readOnlyBecause}; the computer ${owner.host} has had it open since ${owner.startedAt}, and what it writes from now on may be missing here`
    : readOnlyBecause
  const tmp = await mkdtemp(join(tmpdir(), 'coldtrail-case-'))
  try {
    const db = await openDatabase(path, tmp, true)
    try {
      const version = await schemaVersion(db)
      refuseNewer(version, steps)
      if (version < newest(steps)) {
        throw new Problem(
          'refused',
          `this case has schema ${version} of an older Coldtrail, this one reads schema ${newest(steps)}; open it once where it can be written (a copy will do), which brings it up to date`,
        )
      }
      // What another computer writes now is not what the case was left with.
      const changed = owned ? [] : await changedSince(path, db, null, owner !== null)
      return { path, db, tmp, readOnlyBecause: because, writing: null, json, changed, ...(await remembered(db)) }
    } catch (error) {
      await db.close()
      throw error
    }
  } catch (error) {
    await rm(tmp, { recursive: true, force: true })
    throw error
  }
}

/** Takes the lock for `work` to keep; gives it back when `work` fails. */
async function locked<T>(
  path: string,
  secret: Secret,
  work: (lock: Lock, tookOver: Lock | null) => Promise<T>,
): Promise<T> {
  const { lock, tookOver } = await takeLock(path, secret)
  try {
    return await work(lock, tookOver)
  } catch (error) {
    await releaseLock(path, lock)
    throw error
  }
}

/** Opens the audit log beside the database; closes both when `work` fails. */
async function opened<T>(
  database: Database | Promise<Database>,
  path: string,
  work: (db: Database, audit: Audit) => Promise<T>,
): Promise<T> {
  const db = await database
  let audit: Audit | undefined
  try {
    audit = Audit.open(path, who())
    return await work(db, audit)
  } catch (error) {
    audit?.close()
    await db.close()
    throw error
  }
}

function openDatabase(path: string, tmp: string, readOnly: boolean): Promise<Database> {
  return Database.open(join(path, 'case.duckdb'), { readOnly, evidence: join(path, 'evidence'), tmp })
}

/** Opens the database; one of an older schema is copied first and then brought up to date. */
async function upToDate(
  path: string,
  tmp: string,
  steps: readonly Migration[],
): Promise<{ readonly db: Database; readonly from: number }> {
  let db = await openDatabase(path, tmp, false)
  try {
    const from = await schemaVersion(db)
    refuseNewer(from, steps)
    if (from === newest(steps)) return { db, from }
    // Closing writes the log into the database file, and only when it is closed may anything else open that file.
    await db.close()
    await backUp(path, from)
    db = await openDatabase(path, tmp, false)
    await db.write((tx) => migrate(tx, from, steps))
    return { db, from }
  } catch (error) {
    await db.close()
    throw error
  }
}

async function backUp(path: string, version: number): Promise<void> {
  for (const end of ['', '.wal']) {
    const backup = join(path, `case.schema-${version}.duckdb${end}`)
    try {
      await rm(backup, { force: true })
      await copyFile(join(path, `case.duckdb${end}`), backup)
      await chmod(backup, 0o444)
    } catch (error) {
      const none = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      if (!none || end === '') throw error
    }
  }
}

async function remembered(db: Database): Promise<Pick<OpenParts, 'known' | 'nextObject'>> {
  const [row] = await db.all<{ next: number }>(sql`SELECT coalesce(max(object_id), 0) + 1 AS next FROM object`)
  return { known: await Known.load(db), nextObject: row?.next ?? 1 }
}

/** Evidence that a crash left without a line in the ledger; it is matched by its hash when the import goes on. */
async function unclaimed(
  path: string,
  db: Db,
): Promise<{ readonly unclaimed: number; readonly examples: readonly string[] }> {
  let count = 0
  const examples: string[] = []
  for await (const names of evidenceNames(path)) {
    const rows = await db.all<{ name: string }>(
      sql`
        SELECT unnest(from_json($names, '["VARCHAR"]')) AS name
        EXCEPT SELECT sha256 FROM object
        ORDER BY name`,
      { names: JSON.stringify(names) },
    )
    count += rows.length
    examples.push(...rows.slice(0, 20 - examples.length).map(({ name }) => name))
  }
  return { unclaimed: count, examples }
}
