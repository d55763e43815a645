/** One test of a condition block: an operator, the key that it looks at and the values that it compares with. */
export interface Test {
  /** As written: ForAnyValue:StringLikeIfExists. */
  readonly operator: string
  readonly set: 'ForAllValues' | 'ForAnyValue' | null
  /** In lower case, without set and IfExists. */
  readonly base: string
  readonly ifExists: boolean
  /** As written; keys are compared without regard to case. */
  readonly key: string
  readonly values: readonly string[]
}

/** Who a statement names, by the kind that the document gives; `*` alone is kind `*`. */
export interface Named {
  readonly kind: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | '*'
  readonly name: string
}

export interface Statement {
  /** Place in the document, from 0. */
  readonly index: number
  readonly sid: string | null
  readonly effect: 'Allow' | 'Deny'
  /** Lower case. `not`: everything else. */
  readonly actions: { readonly not: boolean; readonly patterns: readonly string[] } | null
  readonly resources: { readonly not: boolean; readonly patterns: readonly string[] } | null
  readonly principals: { readonly not: boolean; readonly named: readonly Named[] } | null
  readonly tests: readonly Test[]
}

export interface PolicyDocument {
  /** As it was given, to be shown. */
  readonly given: unknown
  /** Whether policy variables count: Version 2012-10-17. */
  readonly hasVariables: boolean
  readonly statements: readonly Statement[]
  /** What could not be understood, as sentences. A statement that is not understood is not among the statements. */
  readonly problems: readonly string[]
  /** Places of such statements that refuse something, or may. */
  readonly unreadDenials: readonly number[]
  /** There is such a policy, and nobody knows what it says. */
  readonly isUnknown?: true
}

/** Reads a policy document: an object, its JSON text, or that URL-encoded as IAM answers it. Throws where it is neither. */
export function readDocument(given: unknown): PolicyDocument {
  const document = typeof given === 'string' ? parse(given) : given
  if (!isObject(document)) throw new Error('a policy document is a JSON object with a Statement')
  const problems: string[] = []
  const unreadDenials: number[] = []
  const list = document.Statement === undefined ? [] : listOf(document.Statement)
  if (document.Statement === undefined) problems.push('the document has no Statement')
  const statements = list.flatMap((each, index) => {
    try {
      return [readStatement(each, index)]
    } catch (error) {
      problems.push(`statement ${index + 1}: ${error instanceof Error ? error.message : String(error)}`)
      if (!isObject(each) || each.Effect !== 'Allow') unreadDenials.push(index)
      return []
    }
  })
  return { given: document, hasVariables: document.Version === '2012-10-17', statements, problems, unreadDenials }
}

/** A policy of which it is known that it is there, and not what it says. */
export function unknownDocument(problem: string): PolicyDocument {
  return { given: {}, hasVariables: false, statements: [], problems: [problem], unreadDenials: [], isUnknown: true }
}

function parse(text: string): unknown {
  const trimmed = text.trim()
  try {
    return JSON.parse(trimmed)
  } catch (cause) {
    if (!/^(?:%7b|%0a|%20|\+)/i.test(trimmed))
      throw new Error('a policy document is JSON, and this text is none', { cause })
    return JSON.parse(decodeURIComponent(trimmed.replaceAll('+', '%20')))
  }
}

function readStatement(given: unknown, index: number): Statement {
  if (!isObject(given)) throw new Error('it is no object')
  if (given.Effect !== 'Allow' && given.Effect !== 'Deny')
    throw new Error(`Effect is ${JSON.stringify(given.Effect)}, not "Allow" or "Deny"`)
  const actions = oneOf(given, 'Action', 'NotAction')
  if (actions === null) throw new Error('it has neither Action nor NotAction')
  return {
    index,
    sid: typeof given.Sid === 'string' ? given.Sid : null,
    effect: given.Effect,
    actions: { not: actions.not, patterns: actions.patterns.map((each) => each.toLowerCase()) },
    resources: oneOf(given, 'Resource', 'NotResource'),
    principals: readPrincipals(given),
    tests: readTests(given.Condition),
  }
}

function oneOf(given: Readonly<Record<string, unknown>>, name: string, other: string) {
  if (given[name] !== undefined) return { not: false, patterns: texts(given[name], name) }
  return given[other] === undefined ? null : { not: true, patterns: texts(given[other], other) }
}

const kinds = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const

function readPrincipals(given: Readonly<Record<string, unknown>>): Statement['principals'] {
  const isNot = given.Principal === undefined
  const value = isNot ? given.NotPrincipal : given.Principal
  if (value === undefined) return null
  if (value === '*') return { not: isNot, named: [{ kind: '*', name: '*' }] }
  if (typeof value === 'string' || Array.isArray(value))
    return { not: isNot, named: texts(value, 'Principal').map((name) => ({ kind: name === '*' ? '*' : 'AWS', name })) }
  if (!isObject(value)) throw new Error('Principal is neither text nor an object')
  const named = Object.entries(value).flatMap(([name, names]) => {
    const kind = kinds.find((each) => each.toLowerCase() === name.toLowerCase())
    if (kind === undefined) throw new Error(`Principal has the unknown kind ${JSON.stringify(name)}`)
    return texts(names, name).map((each) => ({ kind, name: each }))
  })
  return { not: isNot, named }
}

function readTests(given: unknown): readonly Test[] {
  if (given === undefined || given === null) return []
  if (!isObject(given)) throw new Error('Condition is no object')
  return Object.entries(given).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw new Error(`Condition ${operator} is no object`)
    return Object.entries(keys).map(([key, values]) => readTest(operator, key, texts(values, key)))
  })
}

/** Also makes the tests that a Deny amounts to. */
export function readTest(operator: string, key: string, values: readonly string[]): Test {
  const [, set, rest = ''] = /^(?:(forallvalues|foranyvalue):)?(.*)$/i.exec(operator) ?? []
  const ifExists = /ifexists$/i.test(rest)
  return {
    operator,
    set: set === undefined ? null : /all/i.test(set) ? 'ForAllValues' : 'ForAnyValue',
    base: rest.replace(/ifexists$/i, '').toLowerCase(),
    ifExists,
    key,
    values,
  }
}

function texts(given: unknown, name: string): readonly string[] {
  return listOf(given).map((each) => {
    if (typeof each === 'string') return each
    if (typeof each === 'number' || typeof each === 'boolean') return String(each)
    throw new Error(`${name} holds ${JSON.stringify(each)?.slice(0, 60)}, which is no text`)
  })
}

function listOf(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : [given]
}

export function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}
