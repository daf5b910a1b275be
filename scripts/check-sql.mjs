// SQL obeys the arrow: a room writes only its own schema, in its store, and reads only its own and those to its left; platform's tables are
// machinery. The migrations of a room are held to the same. Fails when it found no statement.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { rooms } from './rooms.mjs'

const folder = process.argv[2] ?? '.'
const named = `(${rooms.join('|')})\\.[a-z_]+`
const writes = new RegExp(
  `\\b(?:insert\\s+into|update|delete\\s+from|merge\\s+into|truncate(?:\\s+table)?|copy)\\s+(?:only\\s+)?${named}`,
  'gi',
)
const touches = new RegExp(`\\b${named}`, 'g')
// not as a part of a code: `cooperation.call-over`
const speaksSql = /(?<![.-])\b(?:select|insert\s+into|update|delete\s+from|merge\s+into|with|from|join|using|truncate|call)\b(?!-)/i
const writers = new Set(['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto'])
const readers = /^(?:selectFrom|from|using|with|.*Join)$/

let files = 0
let statements = 0
const wrong = []

/** What a room's file says of the tables of rooms, as literal and by Kysely's own words. */
function check(file, room, place) {
  const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const complain = (what) => wrong.push(`${file}: ${what}`)
  const judge = (schema, how) => {
    statements++
    if (rooms.indexOf(schema) > rooms.indexOf(room)) complain(`${room} ${how} ${schema}, which is downstream`)
    else if (how === 'writes' && schema !== room) complain(`${room} writes ${schema}: call an operation of that room, or publish an event`)
    else if (place !== 'store') complain(`SQL outside store: move it there`)
  }
  const visit = (node) => {
    // the whole of a template: what stands between its values belongs to one statement
    const text = ts.isTemplateExpression(node)
      ? [node.head, ...node.templateSpans.map((span) => span.literal)].map((part) => part.text).join(' ? ')
      : ts.isStringLiteralLike(node)
        ? node.text
        : undefined
    if (text !== undefined) {
      const call = callAround(node)
      const table = /^(?:([a-z_]+)\.[a-z_]+)(?:\s+as\s+\w+)?$/.exec(text)?.[1]
      if (call !== undefined && table !== undefined && rooms.includes(table)) judge(table, writers.has(call) ? 'writes' : 'reads')
      else if (speaksSql.test(text) || isSql(node)) {
        const written = new Set([...text.matchAll(writes)].map(([, schema]) => schema.toLowerCase()))
        for (const schema of written) judge(schema, 'writes')
        for (const schema of new Set([...text.matchAll(touches)].map(([, one]) => one))) if (!written.has(schema)) judge(schema, 'reads')
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
}

/** The method of Kysely's that this literal names a table to, alone or in a list. */
function callAround(node) {
  const holder = ts.isArrayLiteralExpression(node.parent) ? node.parent : node
  const call = holder.parent
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression) || call.arguments[0] !== holder) return undefined
  const name = call.expression.name.text
  return writers.has(name) || readers.test(name) ? name : undefined
}

function isSql(node) {
  return ts.isTaggedTemplateExpression(node.parent) && /^sql\b/.test(node.parent.tag.getText())
}

function under(place) {
  const path = join(folder, place)
  return existsSync(path) ? readdirSync(path, { recursive: true }).map((file) => join(place, String(file))) : []
}

for (const file of under('src/domain')) {
  if (!file.endsWith('.ts') || /\.test\.ts$|\/testing\//.test(file)) continue
  const room = file.split('/')[2]
  if (!rooms.includes(room)) {
    wrong.push(`${file}: there is no room ${room}`)
    continue
  }
  files++
  check(file, room, /\/store(?:\.ts$|\/)/.test(file) ? 'store' : 'elsewhere')
}

for (const file of under('db/migrations')) {
  const room = /\/\d{4}_([a-z]+)(?:_[a-z_]+)?\.sql$/.exec(file)?.[1]
  if (room === undefined || !rooms.includes(room)) continue
  files++
  const text = readFileSync(join(folder, file), 'utf8').replaceAll(/--.*$/gm, '')
  for (const [, schema] of text.matchAll(touches)) {
    statements++
    if (rooms.indexOf(schema) > rooms.indexOf(room)) wrong.push(`${file}: ${room} speaks of ${schema}, which is downstream`)
  }
}

for (const one of wrong) console.error(one)
if (statements === 0) console.error('sql: nothing was checked')
console.log(`sql: ${files} files, ${statements} statements, ${wrong.length} wrong`)
process.exit(wrong.length > 0 || statements === 0 ? 1 : 0)
