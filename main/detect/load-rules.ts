import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../../shared/problem.ts'
import type { Refused } from '../../shared/rule.ts'
import { isMap } from './detection.ts'
import { readDocuments } from './documents.ts'
import { applyFilters, parseFilter, type RuleFilter } from './filter.ts'
import { parseRule } from './parse-rule.ts'
import { isSame, resolveReferences } from './references.ts'
import { Refusal } from './refusal.ts'
import type { Rule } from './rule.ts'
import { compileWazuh } from './wazuh/compile.ts'
import { isXml, readWazuhRules } from './wazuh/read-rules.ts'
import type { WazuhRule } from './wazuh/wazuh-rule.ts'

/** Rules that can be evaluated, with the filters that are for them, and all that was refused: together every document that was found. */
export interface Loaded {
  readonly rules: readonly Rule[]
  readonly refused: readonly Refused[]
}

/** Reads rule files and folders of such. Errors: `not-found` for a path that is not there. */
export async function loadRules(paths: readonly string[]): Promise<Loaded> {
  const files: string[] = []
  for (const path of paths) files.push(...(await ruleFiles(path)))
  const parsed: Parsed[] = []
  for (const file of new Set(files)) parsed.push(...(await readRuleFile(file)))
  return together(parsed)
}

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
  | { readonly rule: Rule; readonly refused: null; readonly wazuh?: never }
  | { readonly rule: null; readonly refused: Refused; readonly wazuh?: never }
  | { readonly rule: null; readonly refused: null; readonly wazuh: WazuhRule }
  | { readonly rule: null; readonly refused: null; readonly filter: RuleFilter; readonly wazuh?: never }

async function ruleFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((cause) => {
    throw new Problem('not-found', `there is no rule file or folder '${path}'`, { cause })
  })
  if (!found.isDirectory()) return [path]
  const files: string[] = []
  const entries = (await readdir(path, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'))
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) files.push(...(await ruleFiles(inner)))
    else if (entry.isFile() && /\.(?:ya?ml|xml)$/i.test(entry.name)) files.push(inner)
  }
  return files
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
      ...rules.map((wazuh): Parsed => ({ rule: null, refused: null, wazuh })),
      ...refused.map((each): Parsed => ({ rule: null, refused: each })),
    ]
  }
  const refusal = (error: unknown, value?: unknown): Parsed => {
    if (!(error instanceof Refusal)) throw error
    return { rule: null, refused: { file, ...named(value), reason: error.message } }
  }
  try {
    return readDocuments(text).map((document) => {
      if (!document.read.ok) return refusal(new Refusal(document.read.reason))
      try {
        return parseDocument(document.read.value, file, document.text)
      } catch (error) {
        return refusal(error, document.read.value)
      }
    })
  } catch (error) {
    return [refusal(error)]
  }
}

function parseDocument(value: unknown, file: string, text: string): Parsed {
  return isMap(value) && 'filter' in value && !('detection' in value)
    ? { rule: null, refused: null, filter: parseFilter(value, file, text) }
    : { rule: parseRule(value, file, text), refused: null }
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
  return resolveReferences(filtered.rules, [...refused, ...filtered.refused])
}
