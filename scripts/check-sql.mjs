// SQL obeys the arrow: a room writes only its own schema, in its store, and reads only its own and those to its left; platform's tables are machinery.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rooms } from './rooms.mjs'

const folder = join(process.argv[2] ?? '.', 'src/domain')
const name = '([a-z_]+)\\.[a-z_]+'
const writes = new RegExp(
  `(?:insert\\s+into|update(?!\\s+set)|delete\\s+from|merge\\s+into|(?:insertInto|updateTable|deleteFrom|mergeInto)\\(\\s*['"\`])\\s*${name}`,
  'gi',
)
const reads = new RegExp(`(?:\\bfrom|\\bjoin|(?:selectFrom|[a-z]+Join)\\(\\s*['"\`])\\s*${name}`, 'gi')

let files = 0
let statements = 0
let wrong = 0
for (const file of readdirSync(folder, { recursive: true }).filter((one) => one.endsWith('.ts') && !/\.test\.ts$|\/testing\//.test(one))) {
  const [room] = file.split('/')
  const text = readFileSync(join(folder, file), 'utf8')
  files++
  const complain = (what) => {
    wrong++
    console.error(`src/domain/${file}: ${what}`)
  }
  for (const [, schema] of text.matchAll(writes)) {
    if (!rooms.includes(schema)) continue
    statements++
    if (schema !== room) complain(`${room} writes ${schema}: call an operation of that room, or publish an event`)
    else if (!/\/store(\.ts$|\/)/.test(file)) complain('SQL outside store: move it there')
  }
  for (const [, schema] of text.matchAll(reads)) {
    if (!rooms.includes(schema)) continue
    statements++
    if (rooms.indexOf(schema) > rooms.indexOf(room)) complain(`${room} reads ${schema}, which is downstream`)
    if (!/\/store(\.ts$|\/)/.test(file) && schema === room) complain('SQL outside store: move it there')
  }
}
if (statements === 0) console.error('sql: nothing was checked')
console.log(`sql: ${files} files, ${statements} statements, ${wrong} wrong`)
process.exit(wrong > 0 || statements === 0 ? 1 : 0)
