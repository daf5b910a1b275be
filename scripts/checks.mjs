import { fileURLToPath } from 'node:url'

/** Every check of the house, in the order in which `npm run check` runs them: a name, and the script with its arguments. */
const checks = [
  ['format and lint', 'check-format.mjs'],
  ['types', 'check-types.mjs'],
  ['imports', 'check-imports.mjs'],
  ['sql', 'check-sql.mjs'],
  ['source', 'check-source.mjs'],
  ['sizes and names', 'check-sizes.mjs'],
  ['catalogue', 'check-catalogue.mjs'],
  ['lock file', 'check-lock.mjs'],
  ['machines', 'lock.mjs', '--check'],
  ['schema', 'schema.mjs', '--check'],
  ['api', 'openapi.mjs', '--check'],
  ['bundle', 'check-bundle.mjs'],
]

/** What Node is to run for each check of a folder; without one, of this project itself. To be run in the project. */
export function checksOf(folder) {
  return checks.map(([name, script, ...options]) => ({
    name,
    args: [fileURLToPath(new URL(script, import.meta.url)), ...options, ...(folder === undefined ? [] : [folder])],
  }))
}
