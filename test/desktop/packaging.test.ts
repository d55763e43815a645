import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** What comes with the packager is asked for by its name at run time: it is no dependency of the project itself. */
const from = createRequire(import.meta.url)
const viaBuilder = createRequire(from.resolve('app-builder-lib/package.json'))
const yaml = viaBuilder('js-yaml') as { load(text: string): unknown }
const asar = viaBuilder('@electron/asar') as {
  listPackage(archive: string, options: { isPack: boolean }): string[]
  statFile(archive: string, path: string): { unpacked?: boolean; integrity?: { algorithm: string } }
  extractFile(archive: string, path: string): Buffer
  extractAll(archive: string, to: string): void
}

const config = yaml.load(readFileSync('electron-builder.yml', 'utf8')) as Record<string, unknown>
const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as {
  main: string
  homepage: string
  devDependencies: Record<string, string>
}

describe('electron-builder.yml', () => {
  it('fits the schema of the packager', () => {
    const Ajv = from('ajv') as new (options: object) => AjvLike
    const ajv = new Ajv({ strict: false, allErrors: true })
    const fits = ajv.compile(JSON.parse(readFileSync(from.resolve('app-builder-lib/scheme.json'), 'utf8')))
    expect([fits(config), fits.errors ?? []]).toEqual([true, []])
    expect(fits({ ...config, asarUnpackk: true })).toBe(false)
    expect(fits({ ...config, electronFuses: { runAsNode: 'no' } })).toBe(false)
  })

  it('packs the Electron that is pinned, still a supported one', () => {
    const pinned = packageJson.devDependencies.electron ?? ''
    expect(config.electronVersion).toBe(pinned)
    expect(pinned).toMatch(/^\d+\.\d+\.\d+$/)
    expect(Number.parseInt(pinned, 10)).toBeGreaterThanOrEqual(45)
  })

  it('rebuilds nothing, publishes nowhere, and names a home page (deb wants one)', () => {
    expect([config.npmRebuild, config.publish, config.asar]).toEqual([false, null, true])
    expect(packageJson.homepage).toMatch(/^https:\/\//)
  })
})

/** A folder that the packager takes for an Electron: what it copies and renames, and fuses that it can set. */
const folder = mkdtempSync(join(tmpdir(), 'coldtrail-package-'))
const app = join(folder, 'release', 'linux-unpacked')
const archive = join(app, 'resources', 'app.asar')
const duckdb = (name: string) => (path: string) => path.includes('@duckdb') && path.endsWith(name)

describe.skipIf(process.platform === 'win32')('the package', { timeout: 180_000 }, () => {
  beforeAll(async () => {
    const runtime = join(folder, 'runtime')
    mkdirSync(join(runtime, 'locales'), { recursive: true })
    mkdirSync(join(runtime, 'resources'))
    for (const name of [
      'LICENSE',
      'LICENSES.chromium.html',
      'chrome-sandbox',
      'chrome_crashpad_handler',
      'locales/en-US.pak',
    ]) {
      writeFileSync(join(runtime, name), '')
    }
    writeFileSync(join(runtime, 'version'), packageJson.devDependencies.electron ?? '')
    // The sentinel, version 1 of the wire, its length, then one digit a fuse as Electron ships them.
    const wire = Buffer.concat([
      Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
      Buffer.from([1, 8]),
      Buffer.from('10110010'),
    ])
    writeFileSync(join(runtime, 'electron'), Buffer.concat([Buffer.alloc(4096), wire, Buffer.alloc(4096)]))
    chmodSync(join(runtime, 'electron'), 0o755)

    const words = ['--linux', 'dir', `-c.electronDist=${runtime}`, `-c.directories.output=${join(folder, 'release')}`]
    const run = promisify(execFile)
    await run(process.execPath, ['node_modules/electron-builder/cli.js', ...words], { maxBuffer: 64 * 1024 * 1024 })
  }, 180_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const files = () => asar.listPackage(archive, { isPack: false }).map((path) => path.replace(/^[/\\]/, ''))

  it('holds what starts, the bridge, the page and the manifest', () => {
    const expected = [
      packageJson.main,
      'out/main/engine.js',
      'out/main/collect-worker.js',
      'out/main/preload.cjs',
      'package.json',
      'assets/icons/icon.png',
    ]
    const page = existsSync('out/renderer/index.html') ? ['out/renderer/index.html'] : []
    expect(files()).toEqual(expect.arrayContaining([...expected, ...page]))
    const manifest = JSON.parse(asar.extractFile(archive, 'package.json').toString('utf8'))
    expect([manifest.main, manifest.type]).toEqual([packageJson.main, 'module'])
  })

  it('holds every module that the built files import', () => {
    const packed = new Set(files())
    const built = [...packed].filter((path) => path.startsWith('out/main/') && path.endsWith('.js'))
    const imported = built.flatMap((path) =>
      [
        ...asar
          .extractFile(archive, path)
          .toString('utf8')
          .matchAll(/(?:^import\b[^'"]*|\bimport\(|\b__require\()['"]([^'"./][^'"]*)['"]/gm),
      ].map(([, name = '']) => name),
    )
    const modules = imported.filter((name) => !isBuiltin(name) && name !== 'electron')
    const missing = modules.filter(
      (name) => !packed.has(`node_modules/${/^(@[^/]+\/)?[^/]+/.exec(name)?.[0]}/package.json`),
    )
    expect(missing).toEqual([])
    expect(modules).toContain('@duckdb/node-bindings')
  })

  it('needs nothing but itself to import a log', async () => {
    const alone = join(folder, 'alone')
    asar.extractAll(archive, alone)
    const words = [
      'import',
      join('test', 'fixtures', 'cloudtrail', 'console-login.json'),
      '--case',
      join(folder, 'a.coldtrail'),
    ]
    const { stdout } = await promisify(execFile)(process.execPath, [join(alone, 'bin', 'coldtrail.mjs'), ...words])
    expect(stdout).toMatch(/1 stored/)
  })

  it('keeps DuckDB outside the archive, with the library its binding loads from beside it', () => {
    const library = process.platform === 'darwin' ? 'libduckdb.dylib' : 'libduckdb.so'
    const packed = files()
    for (const name of ['duckdb.node', library]) {
      const path = packed.find(duckdb(name)) ?? ''
      expect(asar.statFile(archive, path)).toMatchObject({ unpacked: true })
      expect(existsSync(join(`${archive}.unpacked`, path))).toBe(true)
    }
    const inside = packed.filter((path) => path.startsWith('out/') && /\.\w+$/.test(path))
    expect(inside.filter((path) => asar.statFile(archive, path).unpacked)).toEqual([])
  })

  it('holds no tests, no sources and no maps', () => {
    const odd = files().filter((path) =>
      /^(test|main|renderer|shared|scripts)(\/|$)|\.map$|\.tsx?$|\.tsbuildinfo$|^out\/types/.test(path),
    )
    expect(odd).toEqual([])
    const bundled = files().filter((path) =>
      /^node_modules\/(react|vite|typescript|electron|@blueprintjs)(\/|$)/.test(path),
    )
    expect(bundled).toEqual([])
    const twice = files().filter((path) => /^node_modules\/(?!@duckdb\/|detect-libc\/).*\.[cm]?js$/.test(path))
    expect(twice).toEqual([])
    expect(files()).toContain('node_modules/zod/LICENSE')
  })

  it('can tell whether the archive was changed', () => {
    expect(asar.statFile(archive, packageJson.main).integrity?.algorithm).toBe('SHA256')
  })

  it('has the fuses set', async () => {
    const wire = await getCurrentFuseWire(join(app, 'coldtrail'))
    const named = Object.fromEntries(
      Object.entries(wire)
        .filter(([key]) => key !== 'version')
        .map(([key, state]) => [FuseV1Options[Number(key)], String.fromCharCode(Number(state))]),
    )
    expect(named).toEqual({
      RunAsNode: '0',
      EnableCookieEncryption: '1',
      EnableNodeOptionsEnvironmentVariable: '0',
      EnableNodeCliInspectArguments: '0',
      EnableEmbeddedAsarIntegrityValidation: '1',
      OnlyLoadAppFromAsar: '1',
      LoadBrowserProcessSpecificV8Snapshot: '0',
      GrantFileProtocolExtraPrivileges: '0',
    })
  })
})

interface AjvLike {
  compile(schema: unknown): ((value: unknown) => boolean) & { errors?: unknown[] | null }
}
