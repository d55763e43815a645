import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchElectron, findElectron } from '../../scripts/electron-path.mjs'
import {
  buildNeeded,
  displayProblem,
  installNeeded,
  nodeProblem,
  openerFor,
  planStart,
  readArguments,
} from '../../scripts/start-plan.mjs'

describe('npm start, its words', () => {
  const nothing = { door: 'any', open: true, path: null, help: false }
  it.each([
    [[], nothing],
    [['--sample'], nothing],
    [['--browser', '--no-open'], { ...nothing, door: 'browser', open: false }],
    [['--desktop', 'a.coldtrail'], { ...nothing, door: 'desktop', path: resolve('/from', 'a.coldtrail') }],
    [['/cases/a.coldtrail'], { ...nothing, path: resolve('/cases/a.coldtrail') }],
    [['--help'], { ...nothing, help: true }],
    [['--desktop', '--browser'], { problem: '--desktop and --browser exclude each other' }],
    [['--fast'], { problem: "there is no option '--fast'" }],
    [['/a', '/b'], { problem: `one case at a time: '${resolve('/a')}' and '/b' were named` }],
  ])('reads %j', (words, expected) => {
    expect(readArguments(words, '/from')).toEqual(expected)
  })
})

describe('npm start, its Node', () => {
  it.each(['v20.19.0', 'v20.20.2', 'v22.0.0', 'v24.11.1', 'v100.0.0'])('takes %s', (version) => {
    expect(nodeProblem(version)).toBeNull()
  })
  it.each(['v18.20.0', 'v20.18.3', 'v9.0.0'])('says what is wrong with %s', (version) => {
    expect(nodeProblem(version)).toContain(`needs Node 20.19 or newer (22 or 24 recommended); this is ${version}`)
  })
})

describe('npm start, its packages', () => {
  const lock = (version: string) => ({
    packages: {
      '': { version: '0.1.0' },
      'node_modules/vite': { version },
      'node_modules/@duckdb/node-bindings-darwin-arm64': { version: '9.9.9', optional: true },
    },
  })
  const installed = { packages: { 'node_modules/vite': { version: '8.3.8' } } }
  it.each([
    ['nothing is there', { hasPackages: false, installed: null, lockIsNewer: true }, 'fresh'],
    ['an install was cut off', { hasPackages: true, installed: null, lockIsNewer: true }, 'fresh'],
    ['all is there', { hasPackages: true, installed, lockIsNewer: false }, 'none'],
    ['the lock file is newer but says the same', { hasPackages: true, installed, lockIsNewer: true }, 'none'],
    [
      'the lock file asks for others',
      { hasPackages: true, installed, lockIsNewer: true, wanted: lock('8.4.0') },
      'update',
    ],
    ['there is no lock file', { hasPackages: true, installed, lockIsNewer: true, wanted: null }, 'none'],
  ])('installs what is missing when %s', (_when, found, expected) => {
    expect(installNeeded({ wanted: lock('8.3.8'), ...found })).toBe(expected)
  })
})

describe('npm start, its build', () => {
  const fresh = { built: 20, source: 10 }
  it.each([
    [fresh, fresh, []],
    [{ built: null, source: 10 }, { built: null, source: 10 }, ['--node', '--renderer']],
    [{ built: 10, source: 20 }, fresh, ['--node']],
    [fresh, { built: 10, source: 20 }, ['--renderer']],
    [{ built: 10, source: null }, fresh, []],
  ])('given %j and %j builds %j', (node, renderer, parts) => {
    expect(buildNeeded({ node, renderer })).toEqual(parts)
  })
})

describe('npm start, its display', () => {
  it.each([
    ['linux', {}, 'there is no display'],
    ['linux', { DISPLAY: ':0' }, null],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0', SSH_CONNECTION: 'x' }, null],
    ['darwin', {}, null],
    ['darwin', { SSH_CONNECTION: 'x' }, 'this is a remote session without a display'],
    ['win32', {}, null],
  ])('on %s with %j: %s', (platform, env, problem) => {
    expect(displayProblem({ env, platform })).toBe(problem)
  })
})

describe('npm start, its door', () => {
  const asked = { door: 'any', open: true, path: null as string | null }
  const there = { path: '/dist/electron' }
  const missing = { path: null, why: 'there is no Electron runtime at /dist/electron' }
  const person = { env: { DISPLAY: ':0' }, platform: 'linux', uid: 1000 }
  const hint = `To fetch the runtime, run: ${fetchElectron}`
  const sample = ['out/main/cli.js', 'serve', '--sample']

  it.each([
    [
      'everything there',
      { asked, electron: there, ...person },
      { door: 'desktop', command: '/dist/electron', args: ['.', '--sample'] },
    ],
    [
      'a case',
      { asked: { ...asked, path: '/a' }, electron: there, ...person },
      { door: 'desktop', command: '/dist/electron', args: ['.', '/a'] },
    ],
    [
      'no runtime',
      { asked, electron: missing, ...person },
      { door: 'browser', args: sample, why: missing.why, hint, open: true },
    ],
    [
      'no runtime and a case',
      { asked: { ...asked, path: '/a' }, electron: missing, ...person },
      { door: 'browser', args: ['out/main/cli.js', 'serve', '/a'], why: missing.why, hint, open: true },
    ],
    [
      'no display',
      { asked, electron: there, ...person, env: {} },
      { door: 'browser', args: sample, why: 'there is no display', hint: null, open: false },
    ],
    [
      'root',
      { asked, electron: there, ...person, uid: 0 },
      {
        door: 'browser',
        args: sample,
        why: 'Electron does not run as root with its sandbox on',
        hint: null,
        open: true,
      },
    ],
    [
      '--browser',
      { asked: { ...asked, door: 'browser' }, electron: missing, ...person },
      { door: 'browser', args: sample, why: null, hint: null, open: true },
    ],
    [
      '--browser --no-open',
      { asked: { ...asked, door: 'browser', open: false }, electron: there, ...person },
      { door: 'browser', args: sample, why: null, hint: null, open: false },
    ],
    [
      '--desktop without a runtime',
      { asked: { ...asked, door: 'desktop' }, electron: missing, ...person },
      { door: 'none', why: missing.why, hint },
    ],
    [
      '--desktop without a display',
      { asked: { ...asked, door: 'desktop' }, electron: there, ...person, env: {} },
      { door: 'none', why: 'there is no display', hint: null },
    ],
  ])('with %s', (_what, surroundings, plan) => {
    expect(planStart(surroundings)).toEqual(plan)
  })

  it.each([
    ['linux', ['xdg-open', ['http://127.0.0.1:1/#token=a&b']]],
    ['darwin', ['open', ['http://127.0.0.1:1/#token=a&b']]],
    ['win32', ['rundll32', ['url.dll,FileProtocolHandler', 'http://127.0.0.1:1/#token=a&b']]],
  ])('opens the browser of %s without a shell', (platform, command) => {
    expect(openerFor('http://127.0.0.1:1/#token=a&b', platform)).toEqual(command)
  })
})

describe('the Electron runtime', () => {
  const root = mkdtempSync(join(tmpdir(), 'coldtrail-electron-'))
  const folder = join(root, 'node_modules', 'electron')
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  const find = (env: Record<string, string> = {}, platform = 'linux') => findElectron({ root, env, platform })

  it('is found as a file, never asked for', () => {
    writeFileSync(join(root, 'package.json'), '{}')
    expect(find()).toEqual({ path: null, why: 'the electron package is not installed' })

    mkdirSync(join(folder, 'dist'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "name": "electron", "main": "index.js" }')
    writeFileSync(join(folder, 'index.js'), 'throw new Error("imported: this would download")')
    expect(find()).toEqual({ path: null, why: `there is no Electron runtime at ${join(folder, 'dist', 'electron')}` })

    writeFileSync(join(folder, 'dist', 'electron'), '')
    expect(find()).toEqual({ path: join(folder, 'dist', 'electron') })
    expect(find({}, 'win32')).toMatchObject({
      why: `there is no Electron runtime at ${join(folder, 'dist', 'electron.exe')}`,
    })

    const other = join(root, 'other')
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: other })).toMatchObject({ path: null })
    mkdirSync(other)
    writeFileSync(join(folder, 'path.txt'), 'renamed\n')
    writeFileSync(join(other, 'renamed'), '')
    expect(find({ ELECTRON_OVERRIDE_DIST_PATH: other })).toEqual({ path: join(other, 'renamed') })
  })
})

describe('the start scripts', () => {
  it.each(['start.mjs', 'start-plan.mjs', 'install.mjs', 'electron-path.mjs'])('need nothing but Node: %s', (name) => {
    const text = readFileSync(join('scripts', name), 'utf8')
    const imported = [...text.matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)/g)].map(([, a, b]) => a ?? b ?? '')
    expect(imported.filter((one) => !/^node:|^\.\/(start-plan|install|electron-path)\.mjs$/.test(one))).toEqual([])
  })

  it('explain themselves and refuse what they do not know', () => {
    const run = (...words: string[]) =>
      execFileSync(process.execPath, ['scripts/start.mjs', ...words], { encoding: 'utf8', stdio: 'pipe' })
    expect(run('--help')).toMatch(/^Usage: npm start/)
    expect(() => run('--fast')).toThrow(
      expect.objectContaining({ status: 2, stderr: expect.stringContaining("'--fast'") }),
    )
  })
})

describe.skipIf(process.platform === 'win32')('npm start, in a checkout that is installed and built', () => {
  const root = mkdtempSync(join(tmpdir(), 'coldtrail-start-'))
  const isRoot = process.getuid?.() === 0
  chmodSync(root, 0o755)
  const put = (path: string, text: string, mode = 0o644) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text, { mode })
  }
  beforeAll(() => {
    for (const name of ['start.mjs', 'start-plan.mjs', 'install.mjs', 'electron-path.mjs']) {
      cpSync(join('scripts', name), join(root, 'scripts', name))
    }
    put('package.json', '{ "type": "module" }')
    put('node_modules/.package-lock.json', '{ "packages": {} }')
    put('main/main.ts', '')
    for (const name of ['main.js', 'engine.js', 'preload.cjs']) put(`out/main/${name}`, '')
    put('out/renderer/index.html', '')
    // A server in miniature: its address on stdout, and an end in order that takes a moment.
    put(
      'out/main/cli.js',
      `process.on('SIGTERM', () => setTimeout(() => { console.error('closed in order'); process.exit(0) }, 100))
       console.error(JSON.stringify(process.argv.slice(2)))
       console.log('http://127.0.0.1:1/#token=t')
       setInterval(() => {}, 1000)`,
    )
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  const start = (words: string[], env: Record<string, string> = {}) => {
    const { DISPLAY: _, WAYLAND_DISPLAY: __, ELECTRON_OVERRIDE_DIST_PATH: ___, INIT_CWD: ____, ...rest } = process.env
    const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), ...words], {
      cwd: root,
      env: { ...rest, ...env },
      // Root is refused a window before anything is tried, so these tests give it up.
      ...(isRoot ? { uid: 65534, gid: 65534 } : {}),
    })
    const said = { stdout: '', stderr: '' }
    child.stdout.on('data', (text) => {
      said.stdout += text
    })
    child.stderr.on('data', (text) => {
      said.stderr += text
    })
    const exit = new Promise<number | null>((done) => child.on('exit', done))
    return { child, said, exit }
  }
  const address = (child: ChildProcess) => new Promise((shown) => child.stdout?.once('data', shown))

  it('serves a browser where there is no window, prints the address alone, and ends in order', async () => {
    const { child, said, exit } = start([])
    await address(child)
    child.kill('SIGTERM')
    expect(await exit).toBe(0)
    expect(said.stdout).toBe('http://127.0.0.1:1/#token=t\n')
    expect(said.stderr.split('\n')).toEqual([
      'start: no desktop window: the electron package is not installed; serving the same application to a browser on this machine',
      `start: To fetch the runtime, run: ${fetchElectron}`,
      '["serve","--sample"]',
      'start: Ctrl-C ends it',
      'closed in order',
      '',
    ])
  })

  it('opens the case that was named, from where the person stands', async () => {
    const { child, said, exit } = start(['--browser', 'a.coldtrail'], { INIT_CWD: '/cases' })
    await address(child)
    child.kill('SIGTERM')
    await exit
    expect(said.stderr.split('\n')[0]).toBe('["serve","/cases/a.coldtrail"]')
  })

  it('ends with 3 when only the desktop would do', async () => {
    const { said, exit } = start(['--desktop'])
    expect([await exit, said.stdout]).toEqual([3, ''])
    expect(said.stderr).toMatch(/^start: no desktop window: /)
  })

  it.skipIf(process.platform !== 'linux' || (isRoot && process.execPath.startsWith('/root/')))(
    'falls back when the runtime cannot start',
    async () => {
      put('runtime/electron', '#!/bin/sh\nexit 127\n', 0o755)
      const env = { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'runtime'), DISPLAY: ':99' }
      const { child, said, exit } = start(['--no-open'], env)
      await address(child)
      child.kill('SIGTERM')
      expect(await exit).toBe(0)
      expect(said.stderr).toContain('no desktop window: Electron ended at once with code 127; ')
      expect(await start(['--desktop'], env).exit).toBe(3)
    },
  )
})
