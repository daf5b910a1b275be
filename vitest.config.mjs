import { configDefaults, defineConfig } from 'vitest/config'
import { frugal } from './scripts/setup/runtime.mjs'

const exclude = [...configDefaults.exclude, 'data/**', 'web/dist/**']
const kinds = ['room', 'house']
const named = (kind) => [`{src,scripts,fixtures,bench,e2e,web}/**/*.${kind}.test.{ts,tsx,mjs}`]

// with TOCSIN_TEST_DATABASE the shared cluster is another PostgreSQL; these tests bring servers of their own, whatever the shared one is
const others = (process.env.TOCSIN_TEST_DATABASE ?? '') === '' ? [] : ['src/platform/postgres/**', 'src/platform/db/check.room.test.ts']

// tests measure the product's memory: its process should be what `npm start` makes
Object.assign(process.env, frugal.environment)

// a poll waits for what will come; a busy machine is no fault of the program
const patient = { poll: { timeout: 30_000, interval: 100 } }

/**
 * The three kinds of tests of docs/testing.md, by file name: `x.test.ts` is pure or small, `x.room.test.ts` wants PostgreSQL,
 * `x.house.test.ts` drives the whole product. All may ask for `testCluster()`. The files of the first two share the modules of their
 * worker: loading them anew for each took a fifth of the time.
 */
export default defineConfig({
  test: {
    // one a core: by itself vitest leaves a core free, and half of a small machine idle
    maxWorkers: '100%',
    globalSetup: ['src/platform/testing/global-setup.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,scripts,fixtures,bench,e2e,web,docs}/**/*.test.{ts,tsx,mjs}'],
          exclude: [...exclude, ...kinds.flatMap(named)],
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: patient,
        },
      },
      ...kinds.map((kind) => ({
        test: {
          name: kind,
          include: named(kind),
          exclude: [...exclude, ...others],
          // the product measures its own process: what another file left in memory is not its
          isolate: kind === 'house',
          execArgv: kind === 'house' ? frugal.flags : [],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          expect: patient,
        },
      })),
    ],
  },
})
