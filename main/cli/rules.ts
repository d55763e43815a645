import { resolve } from 'node:path'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { safeJson } from './printable.ts'
import { count } from './quantities.ts'
import { refusedLines } from './refused.ts'
import { table } from './table.ts'

interface Options {
  readonly json?: true
}

/** `coldtrail rules test|lint|list PATH…` */
export const rulesCommand: Register = (program, context, end) => {
  const command = program
    .command('rules')
    .description('try out, check and list detection rules (Sigma, Wazuh)')
    .addHelpText(
      'after',
      examples('rules test ./my-rules', 'rules lint rule.yml', 'rules list ./sigma/rules/cloud/aws --json'),
    )
  const verbs = [
    ['test', 'run the hits and misses that are written inside rule files', test],
    ['lint', 'find rules that cannot find what they are meant to', lint],
    ['list', 'list the rules that load, and those that are refused', list],
  ] as const
  for (const [name, description, run] of verbs) {
    command
      .command(name)
      .description(description)
      .argument('[path...]', 'rule files and folders (default: the rules that come with Coldtrail)')
      .option('--json', 'print the result as one JSON document')
      .addHelpText('after', examples(`rules ${name} ./my-rules`, `rules ${name} rule.yml --json`))
      .action(async (paths: string[], options: Options) => {
        const given = paths.length > 0 ? paths.map((path) => resolve(path)) : [context.rules.pack]
        end(await run(context, given, options.json === true))
      })
  }
}

type Run = (context: Context, paths: readonly string[], json: boolean) => Promise<number>

const test: Run = async ({ terminal, rules }, paths, json) => {
  const { passed, failed, refused } = await rules.test(paths)
  if (json) await terminal.print(`${safeJson(JSON.stringify({ passed, failed, refused }))}\n`)
  else {
    await terminal.line(
      `${count(passed, 'example')} passed, ${failed.length} failed, ${count(refused.length, 'rule')} refused`,
    )
    for (const { file, rule, example, expected, got, reason } of failed) {
      terminal.say(
        `${file}: ${rule}: ${example} should be a ${expected} and is ${got === 'error' ? `an error: ${reason}` : `a ${got}`}`,
      )
    }
    for (const line of refusedLines(refused)) terminal.say(line)
  }
  return failed.length + refused.length > 0 ? exitCodes.problems : exitCodes.fine
}

const lint: Run = async ({ terminal, rules }, paths, json) => {
  const { rules: loaded, remarks, refused } = await rules.lint(paths)
  if (json) await terminal.print(`${safeJson(JSON.stringify({ rules: loaded.length, remarks, refused }))}\n`)
  else {
    await terminal.line(
      `${count(loaded.length, 'rule')}, ${count(remarks.length, 'remark')}, ${refused.length} refused`,
    )
    for (const { file, title, remark } of remarks) terminal.say(`${file}: ${title}: ${remark}`)
    for (const line of refusedLines(refused)) terminal.say(line)
  }
  return remarks.length + refused.length > 0 ? exitCodes.problems : exitCodes.fine
}

const list: Run = async ({ terminal, rules }, paths, json) => {
  const { rules: loaded, refused } = await rules.list(paths)
  if (json) {
    const shown = loaded.map(({ text: _text, ...info }) => info)
    await terminal.print(`${safeJson(JSON.stringify({ rules: shown, refused }))}\n`)
  } else {
    const columns = [{ title: 'level' }, { title: 'kind' }, { title: 'title' }, { title: 'id' }, { title: 'author' }]
    await terminal.print(
      table(
        columns,
        loaded.map(({ level, kind, title, id, author }) => [level, kind, title, id, author]),
      ),
    )
    for (const line of refusedLines(refused)) terminal.say(line)
  }
  return refused.length > 0 ? exitCodes.problems : exitCodes.fine
}
