import * as z from 'zod'

const arn = z.string().regex(/^arn:aws[a-z-]*:[^\s]+$/, 'an ARN looks like arn:aws:iam::111122223333:user/name')
const limit = z.int().min(1).max(1000)
const offset = z.int().min(0).max(4_294_967_295)
const principal = z.string().min(1).max(2048)
const moment = z.iso.datetime().nullable().default(null)

/** What can be asked about identities. */
export const iamMethods = {
  /** Weaknesses of the identities and policies in the evidence. `at`: the time that they are judged at; null is now. */
  iamCheck: { scope: 'case', input: z.strictObject({ at: z.iso.datetime().nullable().default(null) }) },
  /** A policy document as the lines of statements count in it: `policy` and `holder` as a statement says them. */
  iamPolicy: {
    scope: 'case',
    input: z.strictObject({
      policy: z.string().min(1).max(2048),
      holder: z.string().max(2048).nullable().default(null),
      at: z.iso.datetime().nullable().default(null),
    }),
  },
  /**
   * Identities as they were at a time, by the evidence and the calls that changed them; null: after everything. `taken`:
   * when evidence without a date of its own was taken.
   */
  iamIdentities: { scope: 'case', input: z.strictObject({ at: moment, taken: moment }) },
  /**
   * One user or role, by its ARN, the id of an access key, or its name where that is one. By a temporary key or the ARN of a
   * session: as limited as that session is.
   */
  iamIdentity: { scope: 'case', input: z.strictObject({ principal, at: moment, taken: moment }) },
  /** What it may do, by the text in the name of the action. */
  iamPermissions: {
    scope: 'case',
    input: z.strictObject({
      principal,
      at: moment,
      taken: moment,
      search: z.string().max(200).default(''),
      offset,
      limit,
    }),
  },
  /** What changed between two times, of everything or of one identity. */
  iamDiff: {
    scope: 'case',
    input: z.strictObject({
      from: z.iso.datetime(),
      to: z.iso.datetime(),
      principal: principal.nullable().default(null),
      taken: moment,
    }),
  },
  /** Granted against used, and a policy of what was used. */
  iamUsed: { scope: 'case', input: z.strictObject({ principal, at: moment, taken: moment }) },
  /** What a principal, or whoever has its key, can reach: a graph of at most `most` nodes. */
  iamReach: {
    scope: 'case',
    input: z.strictObject({ principal, at: moment, taken: moment, most: z.int().min(2).max(1000).default(300) }),
  },
  /** Ways from each principal to every right, or `to` one identity. */
  iamPaths: {
    scope: 'case',
    input: z.strictObject({ to: arn.nullable().default(null), at: z.iso.datetime().nullable().default(null) }),
  },
  /** Who may do an action on a resource; `*`: on any. */
  iamWhoCan: {
    scope: 'case',
    input: z.strictObject({
      action: z.string().regex(/^[\w-]+:\w+$/, 'an action is written service:Action'),
      resource: z.string().min(1).max(2048).default('*'),
      at: z.iso.datetime().nullable().default(null),
    }),
  },
} as const
