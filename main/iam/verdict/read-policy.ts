import { isObject, type PolicyDocument, readDocument } from '../policy/document.ts'

/** Where answers of AWS keep a policy: most specific first. */
const wrappers = [
  'AssumeRolePolicyDocument',
  'assumeRolePolicyDocument',
  'PolicyDocument',
  'policyDocument',
  'ResourcePolicy',
  'resourcePolicy',
  'policyText',
  'PolicyText',
  'PolicyVersion',
  'Document',
  'document',
  'Policy',
  'policy',
  'Role',
  'Attributes',
  'doc',
]

/**
 * Reads the one policy of a file: the document itself, its text in JSON or URL encoding, or the answer of a command that
 * holds it (get-role, get-bucket-policy, get-queue-attributes, …).
 */
export function readPolicy(text: string): PolicyDocument {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return readDocument(text)
  }
  return readDocument(unwrapPolicy(given))
}

/** The policy document in an answer of AWS, however deep it lies; the answer itself where there is none. */
export function unwrapPolicy(given: unknown, depth = 0): unknown {
  if (!isObject(given) || given.Statement !== undefined || depth > 4) return given
  const name = wrappers.find((each) => isObject(given[each]) || (typeof given[each] === 'string' && given[each] !== ''))
  if (name === undefined) return given
  const inner = given[name]
  if (typeof inner !== 'string') return unwrapPolicy(inner, depth + 1)
  try {
    return unwrapPolicy(JSON.parse(inner), depth + 1)
  } catch {
    return inner
  }
}

/** The line of each statement in a file, from 1: where its opening brace stands; empty where the document is not plain JSON in it. */
export function statementLines(text: string): readonly number[] {
  const at = /"Statement"\s*:\s*/.exec(text)
  if (at === null) return []
  const lines: number[] = []
  let line = text.slice(0, at.index + at[0].length).split('\n').length
  let [depth, inText] = [0, false]
  for (let i = at.index + at[0].length; i < text.length; i++) {
    const c = text[i]
    if (c === '\n') line++
    if (inText) {
      if (c === '\\') i++
      else if (c === '"') inText = false
    } else if (c === '"') inText = true
    else if (c === '{' || c === '[') {
      if (c === '{' && (depth === 1 || (depth === 0 && lines.length === 0))) lines.push(line)
      depth++
    } else if (c === '}' || c === ']') {
      depth--
      if (depth <= 0) break
    }
  }
  return lines
}
