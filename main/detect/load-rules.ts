import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Refused } from '../../shared/rule.ts'
import { isMap } from './detection.ts'
import { mostBytes, readDocuments } from './documents.ts'
import { applyFilters, parseFilter, type RuleFilter } from './filter.ts'
import { foreignEndings, whyForeign } from './foreign-rules.ts'
import { parseRule } from './parse-rule.ts'
import { isSame, resolveReferences } from './references.ts'
import { Refusal } from './refusal.ts'
import type { Rule } from './rule.ts'
import { rulePaths } from './rule-paths.ts'
import { compileWazuh } from './wazuh/compile.ts'
import { isXml, readWazuhRules } from './wazuh/read-rules.ts'
import type { WazuhRule } from './wazuh/wazuh-rule.ts'

/** Rules that can be evaluated, with the filters that are for them, and all that was refused: together every document that was found. */
export interface Loaded {
  readonly rules: readonly Rule[]
  readonly refused: readonly Refused[]
}

/**
 * Reads rule files and folders of such. Files of a folder that hold rules of other systems are refused, and so is a folder
 * whose files are all something else. Errors: `not-found` for a path that is not there.
 */
export async function loadRules(paths: readonly string[]): Promise<Loaded> {
  const parsed = new Map<string, readonly Parsed[]>()
  for (const path of paths) {
    const { files, others } = await rulePaths(path)
    for (const file of files) if (!parsed.has(file)) parsed.set(file, await readRuleFile(file))
    for (const file of others) if (!parsed.has(file)) parsed.set(file, await readOther(file))
    if (others.length > 0 && [...files, ...others].every((file) => parsed.get(file)?.length === 0))
      parsed.set(path, [{ rule: null, refused: { file: path, id: null, title: null, reason: noRules } }])
  }
  return together([...parsed.values()].flat())
}

const noRules = 'it is a folder without rules: those are .yml or .yaml files (Sigma) and .xml files (Wazuh)'

/** The rules of one text, as an editor holds it. `others`: rules that it may refer to. */
export function loadText(text: string, file: string, others: readonly Rule[] = []): Loaded {
  const own = parseFile(file, text)
  const ids = new Set(own.map(({ wazuh }) => wazuh?.id))
  const written = others.flatMap(({ wazuh }) => (wazuh && !ids.has(wazuh.written.id) ? [wazuh.written] : []))
  const beside = [...new Set(written)].map((each): Parsed => ({ rule: null, refused: null, wazuh: each }))
  const keys = new Set(own.map(({ rule }) => rule?.info.key))
  const context = others.filter(({ info, wazuh }) => !wazuh && info.file !== file && !keys.has(info.key))
  const { rules, refused } = together([...beside, ...own, ...context.map((rule) => ({ rule, refused: null }))])
  return {
    rules: rules.filter(({ info, wazuh }) => (wazuh ? ids.has(wazuh.written.id) : info.file === file)),
    refused: refused.filter((each) => each.file === file),
  }
}

type Parsed =
  | { readonly rule: Rule; readonly refused: null; readonly line?: number; readonly wazuh?: never }
  | { readonly rule: null; readonly refused: Refused; readonly wazuh?: never; readonly line?: never }
  | { readonly rule: null; readonly refused: null; readonly wazuh: WazuhRule; readonly line?: number }
  | {
      readonly rule: null
      readonly refused: null
      readonly filter: RuleFilter
      readonly line?: number
      readonly wazuh?: never
    }

/** A file of a folder whose ending says that it is neither Sigma nor Wazuh. */
async function readOther(file: string): Promise<readonly Parsed[]> {
  if (!foreignEndings.includes(extname(file).toLowerCase()) || (await stat(file)).size > mostBytes) return []
  const reason = whyForeign(file, await readFile(file, 'utf8'))
  return reason === null ? [] : [{ rule: null, refused: { file, id: null, title: null, reason } }]
}

/** What files came to, as long as they stay as they are: an editor asks again with every word. */
const remembered = new Map<string, { readonly stamp: string; readonly parsed: readonly Parsed[] }>()

async function readRuleFile(file: string): Promise<readonly Parsed[]> {
  const { mtimeMs, size, ino } = await stat(file)
  const stamp = `${mtimeMs} ${size} ${ino}`
  const before = remembered.get(file)
  if (before?.stamp === stamp) return before.parsed
  const parsed = parseFile(file, await readFile(file, 'utf8'))
  remembered.set(file, { stamp, parsed })
  return parsed
}

function parseFile(file: string, text: string): readonly Parsed[] {
  if (isXml(text)) {
    const { rules, refused } = readWazuhRules(text, file)
    return [
      ...rules.map((wazuh): Parsed => ({ rule: null, refused: null, wazuh, line: wazuh.line })),
      ...refused.map((each): Parsed => ({ rule: null, refused: each })),
    ]
  }
  const foreign = whyForeign(file, text)
  if (foreign !== null) return [{ rule: null, refused: { file, id: null, title: null, reason: foreign } }]
  try {
    return readDocuments(text).map(({ read, lineOf, text: source }): Parsed => {
      if (!read.ok)
        return { rule: null, refused: { file, line: read.line, id: null, title: null, reason: read.reason } }
      try {
        return parseDocument(read.value, file, source, lineOf([]))
      } catch (error) {
        return refusal(error, ({ path }) => ({ file, line: lineOf(path), ...named(read.value) }))
      }
    })
  } catch (error) {
    return [refusal(error, () => ({ file, id: null, title: null }))]
  }
}

function refusal(error: unknown, of: (refusal: Refusal) => Omit<Refused, 'reason'>): Parsed {
  if (!(error instanceof Refusal)) throw error
  return { rule: null, refused: { ...of(error), reason: error.message } }
}

function parseDocument(value: unknown, file: string, text: string, line: number): Parsed {
  return isMap(value) && 'filter' in value && !('detection' in value)
    ? { rule: null, refused: null, filter: parseFilter(value, file, text), line }
    : { rule: parseRule(value, file, text), refused: null, line }
}

function named(value: unknown): { readonly id: string | null; readonly title: string | null } {
  const text = (name: string) => (isMap(value) && typeof value[name] === 'string' ? (value[name] as string) : null)
  return { id: text('id'), title: text('title') }
}

/** Equal rules under one id are one; other rules under an id that is taken are refused; references must lead somewhere. */
function together(parsed: readonly Parsed[]): Loaded {
  const byKey = new Map<string, Rule>()
  const wazuh = compileWazuh(parsed.flatMap((each) => each.wazuh ?? []))
  const refused: Refused[] = [...parsed.flatMap((each) => each.refused ?? []), ...wazuh.refused]
  for (const rule of [...parsed.flatMap((each) => each.rule ?? []), ...wazuh.rules]) {
    const first = byKey.get(rule.info.key)
    if (!first) byKey.set(rule.info.key, rule)
    else if (!isSame(first, rule)) {
      const { file, id, title } = rule.info
      const what = id === null ? `its title is` : `its id ${id} is`
      refused.push({
        file,
        id,
        title,
        reason: `${what} also that of another rule, in ${first.info.file}, which is evaluated`,
      })
    }
  }
  const filtered = applyFilters(
    [...byKey.values()],
    parsed.flatMap((each) => ('filter' in each ? each.filter : [])),
  )
  const resolved = resolveReferences(filtered.rules, [...refused, ...filtered.refused])
  return { rules: resolved.rules, refused: withLines(resolved.refused, parsed) }
}

/** What is refused for what stands elsewhere stands where its document begins. */
function withLines(refused: readonly Refused[], parsed: readonly Parsed[]): readonly Refused[] {
  const key = ({ file, id, title }: Omit<Refused, 'reason'>) => JSON.stringify([file, id, title])
  const lines = new Map<string, number>()
  for (const each of parsed) {
    const info = each.rule?.info ?? ('filter' in each ? each.filter : each.wazuh)
    if (info && each.line !== undefined) lines.set(key(info), each.line)
  }
  return refused.map((each) => {
    const line = each.line ?? lines.get(key(each))
    return line === undefined ? each : { ...each, line }
  })
}
