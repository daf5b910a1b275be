import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Lays a .br and a .gz beside every text asset, so that the server compresses nothing. The page itself is a template and stays as it is. */
function precompress(): Plugin {
  return {
    name: 'tocsin-precompress',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) return
      const names = await readdir(dir, { recursive: true })
      const text = names.filter((name) => /\.(?:js|css|svg|json|webmanifest)$/.test(name) && !name.includes('.vite'))
      await Promise.all(text.map((name) => compressFile(join(dir, name))))
    },
  }
}

async function compressFile(path: string): Promise<void> {
  const bytes = await readFile(path)
  if (bytes.length < 512) return
  const brotli = await promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  })
  await Promise.all([writeFile(`${path}.br`, brotli), writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }))])
}

/**
 * The contracts of the rooms state their routes with schemas; the console needs the routes and the types. So `zod` is another thing to
 * files outside of web/: see src/app/no-schemas.ts.
 */
function schemasStayHome(): Plugin {
  const stub = join(import.meta.dirname, 'src/app/no-schemas.ts')
  const own = join(import.meta.dirname, 'src')
  const libraries = join(import.meta.dirname, '../node_modules')
  const contract = /\/src\/(?:domain|platform)\/(?:\w+\/)?contract(?:\.ts|\/.*\.ts)$/
  return {
    name: 'tocsin-schemas-stay-home',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id !== 'zod' || importer === undefined || importer.startsWith(libraries)) return null
      if (importer.startsWith(own))
        throw new Error(`${importer} imports zod: the console reads filters with src/app/search.ts and leaves checking to the server`)
      return stub
    },
    // what a route is called in the description of the API, nobody reads in the console
    transform(code, id) {
      return contract.test(id) ? code.replaceAll(/\bsummary:\s*(?:'[^'\n]*'|"[^"\n]*"),\n/g, '') : null
    },
  }
}

const library =
  /node_modules\/(?:@mantine\/(?:core|hooks)|@floating-ui|react-remove-scroll|react-remove-scroll-bar|react-style-singleton|use-sidecar|use-callback-ref|clsx)\//
const ours = /web\/src\/(?:ui|app)\//
// of our own, what the first load needs; all else is what pages are made of
const first =
  /web\/src\/(?:ui\/(?:confirm\.|format|page\.|preferences|states|theme|toast\.|trouble)|app\/(?:api|fetched|i18n|kept|languages|link-button|live|session|shell\/|trouble))/

export default defineConfig({
  root: import.meta.dirname,
  plugins: [schemasStayHome(), react(), precompress()],
  server: { proxy: { '/api': 'http://127.0.0.1:8025' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // the content policy allows no data: fonts or scripts, and hashed files cache better than strings
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // the first load names every other file: by a short hash alone, since a word in each would be a kilobyte of it (42 bits tell
        // the few hundred files of a build, and of those before it, apart); what each is, the manifest says
        chunkFileNames: 'assets/[hash:7].js',
        assetFileNames: ({ names: [name = ''] }) => (name.endsWith('.css') ? 'assets/[hash:7][extname]' : 'assets/[name]-[hash][extname]'),
        // a first visit asks for tens of files, not for a hundred crumbs
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /node_modules\/(?:react|react-dom|scheduler|@tanstack|i18next|react-i18next|use-sync-external-store)\//,
              priority: 3,
            },
            {
              name: 'parts',
              test: library,
              // shared by fewer, it would travel with the first visit to pages that do without it; measured anew when the console grew by a room
              minShareCount: 31,
              priority: 3,
            },
            // one file of the usual ones: by themselves they are crumbs, and compress like crumbs
            { name: 'icons', test: /node_modules\/@tabler\//, minShareCount: 2, priority: 4 },
            // what the addresses of pages may say is read before any page
            { name: 'search', test: /(?:contract\/names|web\/src\/(?:\w+\/)+search)\.ts$/, priority: 2 },
            { name: 'common', test: (id) => ours.test(id) && first.test(id), minShareCount: 5, priority: 1 },
            { name: 'pages', test: (id) => ours.test(id) && !first.test(id), minShareCount: 12, priority: 1 },
          ],
        },
      },
      // contracts are values; the routes of a contract that a page does not call need not travel
      treeshake: { manualPureFunctions: ['defineRoute', 'z'] },
    },
  },
})
