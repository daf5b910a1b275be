// No file of ours is past its budget: a reader should hold a file in mind. Past it, make it a folder of the same name with files named for verbs.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const budget = 400
const folder = process.argv[2] ?? '.'
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx', '*.mjs'], {
  cwd: folder,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && file !== 'db/types.ts' && existsSync(`${folder}/${file}`))
const large = files
  .map((file) => ({ file, lines: readFileSync(`${folder}/${file}`, 'utf8').split('\n').length - 1 }))
  .filter(({ lines }) => lines > budget)
const vague = files.filter((file) => /(^|\/)(utils?|helpers?|common|types|services?|managers?|misc)(\.|\/)/.test(file))
for (const { file, lines } of large) console.error(`${file}: ${lines} lines, ${lines - budget} past the budget`)
for (const file of vague) console.error(`${file}: a name that says nothing; name it for what it holds`)
if (files.length === 0) console.error('sizes: nothing was checked')
console.log(`sizes: ${files.length} files, ${large.length + vague.length} wrong`)
process.exit(large.length + vague.length > 0 || files.length === 0 ? 1 : 0)
