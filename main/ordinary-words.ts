import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { awsActions } from './aws-actions.ts'
import { rulePack } from './rule-files.ts'

let words: Promise<ReadonlySet<string>> | undefined

/**
 * Words that everybody uses, in lower case: those that the rules which come with Coldtrail are titled and described with,
 * and what AWS calls its actions.
 * A word of a note that also stands somewhere in the logs is a name, unless it is one of these.
 */
export function ordinaryWords(): Promise<ReadonlySet<string>> {
  words ??= readWords()
  return words
}

async function readWords(): Promise<ReadonlySet<string>> {
  const files = (await readdir(rulePack, { recursive: true })).filter((file) => file.endsWith('.yml'))
  const texts = await Promise.all(files.map((file) => readFile(join(rulePack, file), 'utf8')))
  // Below it stand records of somebody's logs.
  const said = texts.map((text) => text.slice(0, Math.max(0, text.indexOf('\nlogsource:'))))
  const actions = [...awsActions().values()].flatMap((names) => [...names])
  return new Set([
    ...(said
      .join('\n')
      .toLowerCase()
      .match(/\p{L}{3,}/gu) ?? []),
    ...actions,
  ])
}
