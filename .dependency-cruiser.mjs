// The house rules for imports. Each comment tells the person who broke the rule what to do instead.
import { rooms } from './scripts/rooms.mjs'

const inRoom = (names) => `^src/domain/[^/]+/(${names})(\\.ts$|/)`
const edges = '(public-)?routes|jobs|listeners' // who calls in: HTTP, the queue, sockets
const world = `${edges}|operations|store|adapters` // everything in a room that is not pure
const test = '(\\.test\\.tsx?$|/testing/)'
const contract = '^src/domain/[^/]+/contract(\\.ts$|/)'
const machineContracts = ['^src/platform/contract\\.ts$', '^src/platform/[a-z]+/contract\\.ts$']
const browserFormats = '^src/formats/(tlog/|vcard/|icalendar/zone\\.ts$|content-lines\\.ts$|iso3166\\.ts$)'
const sockets = '^(node:)?(fs|fs/promises|net|tls|http|https|http2|dns|dns/promises|dgram|child_process|worker_threads|cluster)$'
const machinery = '^node_modules/(pg|kysely|fastify|@fastify|smtp-server|nodemailer|s3mini|graphile-worker|better-auth|@better-auth)/'
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    forbid('no-cycles', 'Data flows one way. Move the shared noun to the room upstream of both.', {}, { circular: true }),
    forbid(
      'no-orphans',
      'Nobody imports this file. Delete it.',
      {
        orphan: true,
        pathNot: [
          '^src/domain/[^/]+/index\\.ts$',
          test,
          '(^|/)main\\.tsx?$',
          '\\.d\\.ts$',
          '^(scripts|bench|e2e|db|fixtures)/',
          '\\.config\\.ts$',
          '\\.mjs$',
        ],
      },
      {},
    ),

    // layers: base < formats < forensics < (platform) < domain < app ; web beside them
    forbid('base-stands-alone', 'base imports only base.', { path: '^src/base/' }, { path: '^(src|web)/', pathNot: '^src/base/' }),
    forbid(
      'pure-libraries',
      'formats and forensics know base and themselves. Pass what you need in as a port.',
      { path: '^src/(formats|forensics)/', pathNot: test },
      { path: '^(src/(platform|domain|app)|web)/' },
    ),
    forbid(
      'formats-below-forensics',
      'A codec does not know its analyst.',
      { path: '^src/formats/', pathNot: test },
      { path: '^src/forensics/' },
    ),
    forbid(
      'platform-knows-no-room',
      'Machinery has no domain noun in it. Pass the noun in from app.',
      { path: '^src/platform/', pathNot: test },
      { path: '^(src/(domain|app|forensics)|web)/' },
    ),
    forbid(
      'nothing-imports-app',
      'app is the roof: it is where things are wired, never where they live.',
      { path: '^src/(?!app/)', pathNot: test },
      { path: '^src/app/' },
    ),

    forbid(
      'server-knows-no-browser',
      'The server does not read the console. Move what both need into base or a contract.',
      { path: '^src/', pathNot: test },
      { path: '^web/' },
    ),
    forbid(
      'product-without-its-tests',
      'This runs in production; tests, fixtures and scripts do not ship into it.',
      { path: '^(src|web)/', pathNot: [test, '\\.config\\.ts$'] },
      { path: ['^(fixtures|e2e|bench|scripts)/', test] },
    ),
    forbid(
      'product-without-dev-packages',
      'An installation without development packages lacks this one. Add it to dependencies, or do without.',
      { path: '^src/', pathNot: test },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'pure-code-without-machinery',
      'Databases, servers and mail are for platform, stores, adapters and edges. Take what you need as a parameter.',
      { path: '^src/(base|formats|forensics)/', pathNot: test },
      { path: machinery },
    ),

    // rooms
    forbid(
      'through-the-door',
      'Enter another room by its index.ts (or read its contract.ts). If what you need is not there, ask that room to export it.',
      { path: '^src/domain/([^/]+)/', pathNot: test },
      { path: '^src/domain/([^/]+)/', pathNot: ['^src/domain/$1/', '^src/domain/[^/]+/(index\\.ts$|contract(\\.ts$|/))'] },
    ),
    ...rooms
      .slice(0, -1)
      .map((room, i) =>
        forbid(
          `${room}-looks-left`,
          `${room} is upstream. Publish an event and let the downstream room subscribe in src/app/flow.ts.`,
          { path: `^src/domain/${room}/`, pathNot: test },
          { path: `^src/domain/(${rooms.slice(i + 1).join('|')})/` },
        ),
      ),

    // inside a room: pure < store, adapters < operations < edges
    forbid(
      'pure-room-files',
      'Only routes, jobs, listeners, operations, store and adapters touch the world. Everything else in a room is pure.',
      { path: '^src/domain/[^/]+/', pathNot: [inRoom(world), contract, '^src/domain/[^/]+/(index|events)\\.ts$', test] },
      { path: ['^src/platform/', inRoom(world)], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'sql-in-store',
      "A room's SQL is in its store, all of it: add a function there that asks the question.",
      { path: '^src/domain/[^/]+/', pathNot: [inRoom('store'), test] },
      { path: '^node_modules/(pg|kysely)/' },
    ),
    forbid(
      'store-and-adapters-are-the-floor',
      'SQL and outside systems do not call the rules that call them.',
      { path: inRoom('store|adapters'), pathNot: test },
      { path: inRoom(`operations|${edges}`) },
    ),
    forbid(
      'operations-below-edges',
      'An operation does not know who called it.',
      { path: inRoom('operations'), pathNot: test },
      { path: inRoom('(public-)?routes|listeners') },
    ),
    forbid(
      'sockets-at-the-edge',
      'Sockets, files, DNS and processes live in platform, adapters, listeners and app.',
      { path: '^src/', pathNot: ['^src/(platform|app)/', inRoom('adapters|listeners'), test] },
      { dependencyTypes: ['core'], path: sockets },
    ),

    // the browser
    forbid(
      'contract-is-for-everyone',
      'A contract may be read by a browser: base and other contracts only.',
      { path: contract },
      { path: '^src/', pathNot: ['^src/base/', contract, ...machineContracts, browserFormats] },
    ),
    forbid(
      'web-sees-contracts',
      'The browser sees contracts, base and the formats that are marked for it, nothing else of the server.',
      { path: '^web/', pathNot: test },
      { path: '^src/', pathNot: ['^src/base/', contract, ...machineContracts, browserFormats] },
    ),
    forbid(
      'browser-formats-need-no-node',
      'This format runs in browsers: no node: module. Take what you need as a port.',
      { path: ['^src/base/', browserFormats], pathNot: test },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'web-rooms-meet-in-ui',
      "A page does not import another room's page. Share through web/src/ui or link by URL.",
      { path: '^web/src/([^/]+)/', pathNot: '^web/src/app/' },
      { path: '^web/src/([^/]+)/', pathNot: ['^web/src/$1/', '^web/src/(ui|app)/'] },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    // packages are not followed, but they are seen: rules speak of them
    exclude: { path: '(^|/)web/dist/' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js'] },
  },
}
