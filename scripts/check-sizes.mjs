// No file of ours is past its budget: a reader should hold a file in mind. Past it, make it a folder of the same name with files named for
// verbs. Names are kebab-case and say what the file holds.
import { readFileSync } from 'node:fs'
import { sourcesOf } from './sources.mjs'

const budget = 400
const folder = process.argv[2] ?? '.'
const files = sourcesOf(folder)
const large = files
  .map((file) => ({ file, lines: readFileSync(`${folder}/${file}`, 'utf8').split('\n').length - 1 }))
  .filter(({ lines }) => lines > budget)
const vague = files.filter((file) => /(^|\/)(utils?|helpers?|common|types|services?|managers?|misc)(\.|\/)/.test(file))
const odd = files.filter((file) => !file.split('/').every((part) => /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(part)))
for (const { file, lines } of large) console.error(`${file}: ${lines} lines, ${lines - budget} past the budget`)
for (const file of vague) console.error(`${file}: a name that says nothing; name it for what it holds`)
for (const file of odd) console.error(`${file}: names are kebab-case`)
const wrong = large.length + vague.length + odd.length
if (files.length === 0) console.error('sizes: nothing was checked')
console.log(`sizes: ${files.length} files, ${wrong} wrong`)
process.exit(wrong > 0 || files.length === 0 ? 1 : 0)
