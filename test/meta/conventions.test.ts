import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'

/** What CONTRIBUTING.md asks for, as far as reading the folders can tell. */
const made = new Set(
  readFileSync('.gitignore', 'utf8')
    .split('\n')
    .map((line) => line.replace(/\/$/, '')),
)
const files = filesOf('.')
const sources = files.filter((path) => /^(main|renderer|shared)\/.*\.tsx?$/.test(path))
const read = (path: string) => readFileSync(path, 'utf8')

describe('the project', () => {
  test('has no source file of more than 400 lines', () => {
    expect(sources.filter((path) => read(path).split('\n').length > 400)).toEqual([])
  })

  test('has no room for odds and ends', () => {
    expect(sources.filter((path) => /(^|\/)(utils?|helpers?|managers?|misc|common)(\/|[.-])/.test(path))).toEqual([])
  })

  test('leaves nothing for later in its sources', () => {
    const marks = new RegExp(['TO', 'DO|FIX', 'ME|\\bX', 'XX\\b|lorem ipsum'].join(''))
    expect(sources.filter((path) => marks.test(read(path)))).toEqual([])
  })

  test('orders words and writes numbers alike on every machine: a report is made again elsewhere, and compared', () => {
    const local = /\.localeCompare\((?:[^()]|\([^()]*\))*(?<!, 'en')\)|\.toLocale\w*\(\)/
    const rooms = sources.filter((path) => !path.startsWith('renderer/'))
    expect(rooms.filter((path) => local.test(read(path)))).toEqual([])
  })

  test('describes every room in ARCHITECTURE.md', () => {
    const rooms = readdirSync('main', { withFileTypes: true }).filter((entry) => entry.isDirectory())
    const text = read('ARCHITECTURE.md')
    expect(rooms.map((room) => room.name).filter((name) => !text.includes(`main/${name}/`))).toEqual([])
  })

  test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('names in %s only files that there are', (page) => {
    const named = [...read(page).matchAll(/`((?:main|renderer|shared|test|scripts|assets|bin)\/[\w./-]+)`/g)]
    expect(named.length).toBeGreaterThan(5)
    expect(named.map(([, path = '']) => path).filter((path) => !existsSync(path))).toEqual([])
  })

  test('tells in README.md of commands that there are', () => {
    const told = new Set([...read('README.md').matchAll(/npx coldtrail ([a-z]+)/g)].map(([, name = '']) => name))
    expect(told.size).toBeGreaterThan(10)
    expect([...told].filter((name) => !existsSync(`main/cli/${name}.ts`))).toEqual([])
  })

  test('registers every view, and gives each a folder of its own', () => {
    const index = read('renderer/views/index.ts')
    const folders = readdirSync('renderer/views', { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(
      folders.map((folder) => folder.name).filter((name) => !index.includes(`./${name}/`) && name !== 'start'),
    ).toEqual([])
  })

  test('has fixtures for every log format', () => {
    const index = read('main/decode/index.ts')
    const formats = [...index.matchAll(/from '\.\/([\w-]+)\.ts'/g)].map((match) => match[1] ?? '')
    const isFormat = (name: string) => /: Format = \{/.test(read(`main/decode/${name}.ts`))
    expect(formats.filter(isFormat).filter((name) => !existsSync(`test/fixtures/${name}`))).toEqual([])
  })

  test('names no place that only its makers know', () => {
    const hosts = ['registry', 'npmjs', 'org'].join('.')
    const marks = new RegExp([hosts, '/wo' + 'rk/', '\\.lib' + 'rary/', 'bash_' + 'jobs'].join('|'))
    const text = files.filter(
      (path) => /\.(tsx?|mjs|json|md|yml|css|html|sql)$/.test(path) && path !== 'package-lock.json',
    )
    expect(text.filter((path) => marks.test(read(path)))).toEqual([])
  })
})

/** Everything that is not made of something else; a copy without git has these files too. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !made.has(name) && !made.has(`/${name}`) && name !== '.git')
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      return entry.isDirectory() ? filesOf(path) : [path]
    })
}
