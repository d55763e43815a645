/** Who may import whom. Each rule says in words what breaking it means; ARCHITECTURE.md draws the same picture. */
const only = (name, comment, path, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path },
  to: { pathNot: allowed, dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'] },
})
const lives = (pkg, homes) => ({
  name: `${pkg.replace(/\W/g, '')}-lives-here`,
  comment: `Only ${homes.join(' and ')} may import ${pkg}; everyone else goes through that room.`,
  severity: 'error',
  from: { path: '^(main|renderer|shared)/', pathNot: homes },
  to: { path: `node_modules/${pkg}` },
})
/** Files that something outside the program starts: a process, a worker thread, a page. */
const entries = '^(main/(main|preload|cli|engine|collect-worker|verify-worker|bundle-worker)\\.ts|renderer/main\\.tsx)$'

export default {
  forbidden: [
    only('shared-knows-nobody', 'shared/ is the vocabulary every door and room speaks.', '^shared/', ['^shared/']),
    only('renderer-knows-shared', 'The renderer asks through shared/api.ts and nothing else.', '^renderer/', [
      '^renderer/',
      '^shared/',
    ]),
    only('a-room-knows-itself', 'Rooms meet in main/*.ts, never in each other.', '^main/([^/]+)/', [
      '^main/$1/',
      '^shared/',
    ]),
    only('the-lobby-knows-main', 'main/*.ts wires the rooms together.', '^main/[^/]+$', ['^main/', '^shared/']),
    {
      name: 'members-stand-alone',
      comment: 'A check or a view never leans on another one; lift what they share into the room or into parts/.',
      severity: 'error',
      from: { path: '^(main/iam/checks|renderer/views)/([^/]+)/', pathNot: '/index\\.tsx?$' },
      to: { path: '^$1/', pathNot: ['^$1/$2/', '^$1/index\\.ts$', '^$1/view\\.ts$'] },
    },
    {
      name: 'parts-know-no-view',
      comment: 'A part (grid, histogram, tree) knows nothing of AWS and nothing of the views that use it.',
      severity: 'error',
      from: { path: '^renderer/parts/' },
      to: { path: '^renderer/views/' },
    },
    { name: 'no-cycles', comment: 'Data flows one way.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything-is-registered',
      comment: 'Nothing that starts leads to this file: register it in its index.ts, or delete it.',
      severity: 'error',
      from: { path: entries },
      to: { path: '^(main|renderer|shared)/.*\\.tsx?$', pathNot: [entries, '\\.d\\.ts$'], reachable: false },
    },
    {
      name: 'tests-stay-outside',
      comment: 'The program never imports a test.',
      severity: 'error',
      from: { path: '^(main|renderer|shared)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-node-here',
      comment: 'shared/ and renderer/ run where there is no Node.',
      severity: 'error',
      from: { path: '^(renderer|shared)/' },
      to: { dependencyTypes: ['core'] },
    },
    lives('@duckdb/', ['^main/store/']),
    lives('@aws-sdk/', ['^main/source/']),
    lives('electron/', ['^main/(main|preload)\\.ts$', '^main/desktop/']),
    lives('react', ['^renderer/']),
    lives('commander', ['^main/cli\\.ts$', '^main/cli/']),
    lives('yauzl', ['^main/decode/']),
    lives('fzstd', ['^main/decode/']),
    lives('saxes', ['^main/source/', '^main/detect/']),
    lives('yaml', ['^main/source/', '^main/detect/']),
    lives('zod', ['^shared/', '^main/']),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
  },
}
