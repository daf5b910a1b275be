import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { rooms } from '../rooms.mjs'

const copied = ['biome.json', 'tsconfig.json', '.gitignore']

/**
 * A folder with these files (path → text, or JSON), the settings of this project, and a git of its own with the given messages; on demand with
 * the packages of this project.
 */
export function plant(files, { messages = [], packages = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-planted-'))
  const put = (path, content) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`)
  }
  for (const path of copied) cpSync(path, join(folder, path))
  if (packages) symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], { cwd: folder, stdio: 'ignore' })
  git('init', '-q')
  for (const message of messages) git('commit', '-q', '--allow-empty', '-m', message)
  for (const [path, content] of Object.entries(files)) put(path, content)
  return folder
}

/** A package that does nothing, so that an import of it resolves. */
export function emptyPackage(name) {
  return {
    [`node_modules/${name}/package.json`]: { name, version: '1.0.0', main: 'index.js' },
    [`node_modules/${name}/index.js`]: 'exports.it = 1\n',
  }
}

const imports = (...paths) => paths.map((path, i) => `import * as m${i} from '${path}'\nexport const n${i} = m${i}\n`).join('')

/** Modules that keep every rule of imports. */
export const orderly = {
  'package.json': { name: 'planted', dependencies: { pg: '1.0.0', kysely: '1.0.0' }, devDependencies: { vitest: '1.0.0' } },
  ...emptyPackage('pg'),
  ...emptyPackage('kysely'),
  ...emptyPackage('vitest'),
  'src/base/id.ts': 'export const id = 1\n',
  'src/platform/db.ts': imports('pg', '../base/id.ts'),
  'src/formats/code.ts': imports('../base/id.ts'),
  'src/forensics/look.ts': imports('../formats/code.ts'),
  ...Object.fromEntries(rooms.map((room) => [`src/domain/${room}/index.ts`, imports('../../base/id.ts')])),
  'src/domain/intake/store.ts': imports('kysely', '../../platform/db.ts'),
  'src/domain/intake/operations.ts': imports('./store.ts', '../directory/index.ts'),
  'src/domain/intake/routes.ts': imports('./operations.ts', '../../forensics/look.ts'),
  'src/app/main.ts': imports('../domain/intake/routes.ts', ...rooms.map((room) => `../domain/${room}/index.ts`)),
  'web/src/ui/list.tsx': 'export const list = 1\n',
  'web/src/intake/page.tsx': imports('../ui/list.tsx'),
  'web/src/directory/page.tsx': imports('../ui/list.tsx'),
  'web/src/app/main.tsx': imports('../intake/page.tsx', '../directory/page.tsx'),
}

/** One breach of each rule of imports, by the rule's name. */
export const breaches = {
  'no-cycles': { 'src/base/round.ts': imports('./trip.ts'), 'src/base/trip.ts': imports('./round.ts') },
  'no-orphans': { 'src/base/alone.ts': 'export const alone = 1\n' },
  'base-stands-alone': { 'src/base/high.ts': imports('../formats/code.ts') },
  'pure-libraries': { 'src/formats/reach.ts': imports('../platform/db.ts') },
  'formats-below-forensics': { 'src/formats/judge.ts': imports('../forensics/look.ts') },
  'platform-knows-no-room': { 'src/platform/noun.ts': imports('../domain/intake/index.ts') },
  'nothing-imports-app': { 'src/platform/roof.ts': imports('../app/main.ts') },
  'server-knows-no-browser': { 'src/app/draw.ts': imports('../../web/src/ui/list.tsx') },
  'product-without-its-tests': { 'src/app/try.ts': imports('../../fixtures/made.ts'), 'fixtures/made.ts': 'export const made = 1\n' },
  'product-without-dev-packages': { 'src/app/tool.ts': imports('vitest') },
  'pure-code-without-machinery': { 'src/formats/query.ts': imports('pg') },
  'through-the-door': { 'src/domain/analysis/reach.ts': imports('../intake/operations.ts') },
  'pure-room-files': { 'src/domain/intake/decide.ts': imports('../../platform/db.ts') },
  'sql-in-store': { 'src/domain/analysis/operations.ts': imports('kysely') },
  'store-and-adapters-are-the-floor': { 'src/domain/intake/adapters/mail.ts': imports('../operations.ts') },
  'operations-below-edges': { 'src/domain/intake/operations/take.ts': imports('../routes.ts') },
  'sockets-at-the-edge': { 'src/domain/intake/open.ts': imports('node:fs') },
  'contract-is-for-everyone': { 'src/domain/intake/contract.ts': imports('../../platform/db.ts') },
  'web-sees-contracts': { 'web/src/intake/spy.tsx': imports('../../../src/platform/db.ts') },
  'browser-formats-need-no-node': { 'src/formats/tlog/hash.ts': imports('node:crypto') },
  'web-rooms-meet-in-ui': { 'web/src/intake/borrow.tsx': imports('../directory/page.tsx') },
  ...Object.fromEntries(
    rooms.slice(0, -1).map((room, i) => [`${room}-looks-left`, { [`src/domain/${room}/look.ts`]: imports(`../${rooms[i + 1]}/index.ts`) }]),
  ),
}

/** The console's catalogue with one text in three languages, and a page that asks for it. */
export const spoken = {
  'web/src/app/catalogue/en/work.json': { title: 'Two words' },
  'web/src/app/catalogue/zh-CN/work.json': { title: '标题' },
  'web/src/app/catalogue/ar/work.json': { title: 'العنوان' },
  'web/src/page.tsx': "export function Page() {\n  const { t } = useTranslation('work')\n  return <p>{t('title')}</p>\n}\n",
}

/** A manifest and a lock file that agree, with a package for another machine. */
export const locked = {
  'package.json': { name: 'planted', dependencies: { pg: '8.0.0' } },
  'package-lock.json': {
    packages: {
      '': {},
      'node_modules/pg': { version: '8.0.0', license: 'MIT', optionalDependencies: { 'pg-linux-arm64': '8.0.0' } },
      'node_modules/pg-linux-arm64': { version: '8.0.0', license: 'MIT', optional: true, os: ['linux'], cpu: ['arm64'] },
    },
  },
}

/** What a build of the console leaves behind, as small as can be. */
export const built = {
  'web/dist/.vite/manifest.json': {
    'index.html': { file: 'assets/main-a1.js', isEntry: true },
    'src/app/texts/english.ts': { file: 'assets/main-a1.js' },
  },
  'web/dist/assets/main-a1.js': 'console.log(1)\n',
}
