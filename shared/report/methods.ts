import * as z from 'zod'
import { Block } from './block.ts'
import { reportFormats } from './formats.ts'

const nothing = z.strictObject({})
const path = z.string().min(1).max(4096)
const block = z.int().min(1)
const seen = z.strictObject({ revision: z.int().min(0).optional() })

/** What can be asked about the report of a case, as shared/api.ts describes methods. */
export const reportMethods = {
  /** The report of the case as it is composed. What changes it answers it anew. */
  report: { scope: 'case', input: nothing },
  nameReport: {
    scope: 'case',
    writes: true,
    input: z.strictObject({ title: z.string().max(300).optional(), author: z.string().max(300).optional() }),
  },
  /**
   * Changes a block where it stands; `id` null: adds one before the block `before`, or at the end. `was`: what the person
   * saw when they began. Where somebody else has changed the same since, or removed the block, theirs stays, and what is
   * put stands in a text of its own behind it; a part that only one of them changed is as they changed it.
   */
  putBlock: {
    scope: 'case',
    writes: true,
    input: Block.extend({
      id: z.int().min(1).nullable(),
      before: z.int().min(1).nullable().default(null),
      was: Block.omit({ id: true }).optional(),
    }),
  },
  /** `before` null: to the end. */
  moveBlock: { scope: 'case', writes: true, input: z.strictObject({ id: block, before: block.nullable() }) },
  /** `revision` as for undoing. */
  removeBlock: { scope: 'case', writes: true, input: seen.extend({ id: block }) },
  /** `revision`: the state that the person sees. Error `refused`: somebody else has changed it since. */
  undoReport: { scope: 'case', writes: true, input: seen },
  /** Puts a first draft in the place of all blocks: findings told tactic by tactic. Can be undone. `revision` as for undoing. */
  draftReport: { scope: 'case', writes: true, input: seen },
  /** A block as it will stand in the report: its figures computed now, with their first rows. */
  reportSection: {
    scope: 'case',
    input: z.strictObject({ id: block, rows: z.int().min(1).max(1000).default(50) }),
  },
  /** A block as its reader will see it, saved or not: one page without anything that acts. */
  previewBlock: {
    scope: 'case',
    input: z.strictObject({ block: Block.omit({ id: true }), rows: z.int().min(1).max(1000).default(50) }),
  },
  /** `share`: with pseudonyms in the place of accounts, identities, addresses, keys and names; who they are is written into the case. */
  startReport: {
    scope: 'case',
    input: z.strictObject({ format: z.enum(reportFormats), path, share: z.boolean().default(false) }),
  },
  /** Checks the file of a report: computes all of its figures again. */
  startVerifyReport: { scope: 'case', input: z.strictObject({ path }) },
} as const
