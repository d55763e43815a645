import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { Ours } from '../../shared/case.ts'
import { Problem } from '../../shared/problem.ts'
import { writeWhole } from './whole-file.ts'

/** case.json: what a case is called and what it knows about "ours". Other fields are kept as they are. */
const CaseJson = z.looseObject({
  kind: z.literal('coldtrail-case'),
  id: z.string(),
  name: z.string(),
  /** ISO 8601 UTC. */
  createdAt: z.string(),
  /** Version of Coldtrail. */
  createdBy: z.string(),
  ours: Ours,
})
export type CaseJson = z.infer<typeof CaseJson>

/** Errors: `not-found` when the folder is no case, `failed` when its case.json is damaged. */
export async function readCaseJson(casePath: string): Promise<CaseJson> {
  let text: string
  try {
    text = await readFile(join(casePath, 'case.json'), 'utf8')
  } catch (error) {
    throw new Problem('not-found', `${casePath} is no case: it holds no case.json that can be read`, { cause: error })
  }
  try {
    return CaseJson.parse(JSON.parse(text))
  } catch (error) {
    throw new Problem('failed', `${join(casePath, 'case.json')} is damaged; put it right or take it from a copy`, {
      cause: error,
    })
  }
}

export async function writeCaseJson(casePath: string, json: CaseJson): Promise<void> {
  await writeWhole(join(casePath, 'case.json'), `${JSON.stringify(json, null, 2)}\n`)
}
