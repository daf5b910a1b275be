// The import rules of .dependency-cruiser.mjs over a tree. Fails when it looked at nothing: a cruiser without its TypeScript passes everything.
import { existsSync } from 'node:fs'
import { cruise } from 'dependency-cruiser'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import config from '../.dependency-cruiser.mjs'
import { sourcesOf } from './sources.mjs'

const folder = process.argv[2] ?? '.'
process.chdir(folder)
const sources = sourcesOf('.').filter((file) => /^(?:src|web\/src)\/.*\.tsx?$/.test(file))
if (sources.length === 0) {
  console.error('imports: nothing was checked')
  process.exit(1)
}
const { output } = await cruise(
  ['src', 'web/src', 'scripts', 'bench', 'e2e', 'fixtures'].filter((one) => existsSync(one)),
  { ruleSet: { forbidden: config.forbidden }, validate: true, ...config.options },
  undefined,
  { tsConfig: extractTsConfig('tsconfig.json') },
)
const modules = output.modules.filter((module) => /^(src|web)\/.*\.tsx?$/.test(module.source))
const edges = modules.reduce((sum, module) => sum + module.dependencies.length, 0)
const { violations } = output.summary
for (const { rule, from, to } of violations) {
  const { comment } = config.forbidden.find((one) => one.name === rule.name) ?? {}
  console.error(`${from} → ${to}\n  ${rule.name}: ${comment}`)
}
const seen = new Set(modules.map((module) => module.source))
const missed = sources.filter((file) => !seen.has(file))
for (const file of missed) console.error(`${file}: was passed over`)
if (modules.length === 0 || edges === 0) console.error('imports: nothing was checked')
console.log(`imports: ${modules.length} modules, ${edges} imports, ${violations.length} wrong`)
process.exit(violations.length > 0 || missed.length > 0 || modules.length === 0 || edges === 0 ? 1 : 0)
