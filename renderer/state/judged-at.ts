import { api } from '../api.ts'
import { tellProblem } from './toast.ts'

/**
 * The time that identities are judged at, for a block of the report that stays with it: the one that is asked for, else
 * that of the newest evidence. Null where it cannot be had, which is told.
 */
export async function judgedAt(at: string | null): Promise<string | null> {
  try {
    return at ?? (await api.iamCheck({ at: null })).asOf ?? new Date().toISOString()
  } catch (error) {
    tellProblem(error)
    return null
  }
}
