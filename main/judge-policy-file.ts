import { readFile } from 'node:fs/promises'
import type { PolicyVerdict } from '../shared/iam.ts'
import { Problem } from '../shared/problem.ts'
import { judgePolicy } from './iam/verdict/judge-policy.ts'
import { kindOf, kinds } from './iam/verdict/kinds.ts'
import { readPolicy, statementLines } from './iam/verdict/read-policy.ts'
import { readSurroundings } from './iam/verdict/surroundings.ts'

/** Judges one policy document in a file; `context`: a JSON file of what is known around it. Throws Problem. */
export async function judgePolicyFile(path: string, word: string, context: string | null): Promise<PolicyVerdict> {
  const kind = kindOf(word)
  if (kind === null) throw new Problem('bad-input', `there is no kind '${word}' among ${kinds.join(', ')}`)
  const around = readSurroundings(context === null ? {} : parsed(await textOf(context), context))
  const text = await textOf(path)
  const document = policyIn(text, path)
  const verdict = judgePolicy(document, kind, around)
  const lines = statementLines(text)
  return {
    ...verdict,
    statements: verdict.statements.map((each) => ({ ...each, line: lines[each.index] ?? null })),
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '')
  } catch (cause) {
    throw new Problem('not-found', `cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Problem('bad-input', `${path} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

function policyIn(text: string, path: string) {
  try {
    return readPolicy(text)
  } catch (cause) {
    throw new Problem('bad-input', `${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
