import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { refuse, shown } from '../refusal.ts'

/** A CDB list in its text form: a key a line, after a colon its value. */
export type CdbList = ReadonlyMap<string, string>

const mostBytes = 4 << 20

/**
 * The list that a rule names, such as etc/lists/amazon/aws-eventnames: it is looked for beside the rule file and in the
 * folders above it, as in a copy of the folders of the original. Refused when it is not there.
 */
export function readCdbList(ruleFile: string, name: string): CdbList {
  const clean = name.trim().replace(/\.cdb$/, '')
  if (clean === '' || isAbsolute(clean) || clean.split(/[\\/]/).includes('..'))
    return refuse(`the list ${shown(name)} is no path below the folder of the rules`)
  const path = placesOf(ruleFile, clean).find(isFile)
  return path === undefined
    ? refuse(`the list ${shown(clean)} is not there: put the file beside the rules, as lists/${basename(clean)}`)
    : parseCdbList(readFileSync(path, 'utf8'))
}

function placesOf(ruleFile: string, name: string): readonly string[] {
  const own = dirname(ruleFile)
  const folders = [own, ...[1, 2, 3].map((up) => join(own, ...Array(up).fill('..')))]
  const tail = name.replace(/^etc[\\/]/, '')
  return [
    ...folders.flatMap((folder) => [join(folder, name), join(folder, tail)]),
    join(own, 'lists', basename(name)),
    join(own, basename(name)),
  ]
}

function isFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found?.isFile() === true && found.size <= mostBytes
}

/** Keys may stand between quotes, and then hold colons; lines that begin with # say nothing. */
export function parseCdbList(text: string): CdbList {
  const list = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const found = /^\s*(?:"([^"]*)"|([^:#"][^:]*?))\s*(?::(.*))?$/.exec(line)
    const key = found?.[1] ?? found?.[2]
    if (key !== undefined && key !== '' && !list.has(key)) list.set(key, (found?.[3] ?? '').replace(/^"(.*)"$/, '$1'))
  }
  return list
}
