import * as z from 'zod'
import { bundleContents } from './bundle.ts'
import { sealKinds, sealVerdicts } from './proof.ts'
import { recordFormats } from './record.ts'

const nothing = z.strictObject({})
const path = z.string().min(1).max(4096)
const passphrase = z.string().max(1000)
/** What a key or a signature has, and a little more. */
const textFile = z.union([z.strictObject({ path }), z.strictObject({ text: z.string().min(1).max(10_000) })])
const limit = z.int().min(1).max(1000)
const offset = z.int().min(0).max(4_294_967_295)

/** What a door can ask about proof: verification, audit log, acquisition records, bundles. */
export const custodyMethods = {
  /** Packs the case, or a part of it, into one file under a passphrase, in the format of age. */
  startBundle: {
    scope: 'case',
    input: z.strictObject({ contents: z.enum(bundleContents), path, passphrase: passphrase.min(10) }),
  },
  /** Every import and collection of the case, oldest first. */
  imports: { scope: 'case', input: nothing },
  /**
   * Writes the acquisition record of one import, or of all of the case, to a new file. `sign`: signs it beside, with the
   * secret key in a file; neither key nor passphrase is kept or logged. Error `refused`: the passphrase is another.
   */
  startRecord: {
    scope: 'case',
    input: z.strictObject({
      import: z.int().min(0).nullable().default(null),
      format: z.enum(recordFormats),
      path,
      sign: z.strictObject({ key: path, passphrase }).nullable().default(null),
    }),
  },
  /** Checks an acquisition record (HTML, JSON) against the case. */
  /**
   * Checks a record against the case, and the signature of it: the file of that name with .minisig if `signature` is null.
   * `publicKey` null: whose the signature is cannot be told.
   */
  startVerifyRecord: {
    scope: 'case',
    input: z.strictObject({
      path,
      signature: textFile.nullable().default(null),
      publicKey: textFile.nullable().default(null),
    }),
  },
  /**
   * Hashes the evidence, adds up the ledger, walks the audit log and checks CloudTrail's signatures. `events`: also reads all
   * of the evidence again and compares every event with its record, which takes as long as an import.
   */
  startVerify: { scope: 'case', input: z.strictObject({ events: z.boolean().default(false) }) },
  /** What the last verification came to; null: there was none, or only of a case that was open read-only. */
  verification: { scope: 'case', input: nothing },
  /** Its lines: digests, the log files that they list, what is missing, files of evidence that are amiss; the gravest first. */
  seals: {
    scope: 'case',
    input: z.strictObject({
      verdict: z.enum(sealVerdicts).nullable().default(null),
      kind: z.enum(sealKinds).nullable().default(null),
      search: z.string().max(1000).default(''),
      offset,
      limit,
    }),
  },
  /** What was done to the case, newest first. `search`: words that a line holds, in any case. */
  auditLog: {
    scope: 'case',
    input: z.strictObject({
      search: z.string().max(1000).default(''),
      action: z.string().max(100).nullable().default(null),
      offset,
      limit,
    }),
  },
} as const
