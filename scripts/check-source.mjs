// What no other check sees: rules that somebody switched off, one machine's paths, and words that the project does not say, neither in its
// files nor in the messages of its commits. Fails when it looked at nothing.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2] ?? '.'
const git = (...args) =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] })

const code = /\.(?:ts|tsx|mjs|js)$/
const rules = [
  {
    name: 'no-type-suppressed',
    says: 'say what the type is; where a library has none, declare it in a .d.ts file',
    where: code,
    pattern: /@ts-(?:ignore|nocheck|expect-error)\b/,
  },
  {
    name: 'no-rule-suppressed',
    says: 'this rule has no exceptions',
    where: code,
    pattern:
      /biome-ignore\S*\s+lint\/(?:suspicious\/(?:noExplicitAny|noSkippedTests|noFocusedTests)|style\/(?:noNonNullAssertion|noDefaultExport|noEnum|noNamespace))/,
  },
  {
    name: 'no-file-suppressed',
    says: 'except one line, with its reason',
    where: code,
    pattern: /biome-ignore-(?:all|start)|eslint-disable/,
  },
  {
    name: 'no-unfinished-test',
    says: 'write it, or leave it out',
    where: /\.test\.(?:ts|tsx|mjs)$/,
    pattern: /^\s*(?:test|it|describe)(?:\.\w+)*\.(?:todo|fails)\b/m,
  },
  {
    name: 'subscriptions-in-flow',
    says: 'who hears what stands on one page: src/app/flow.ts',
    where: /^src\/(?!app\/flow\.ts$|platform\/).*\.ts$/,
    pattern: /import\s*\{[^}]*\bon\b[^}]*\}\s*from\s*'[^']*platform\/events\.ts'/,
  },
  {
    name: 'no-path-of-a-machine',
    says: 'a path that is there on one machine only; name it from the folder of the project, or by a setting',
    where: /./,
    pattern: /(?:^|[^\w.~}-])\/(?:work|root|home\/[a-z][\w-]*|Users\/\w+)\/\w/m,
  },
  { name: 'no-merge-left', says: 'finish the merge', where: /./, pattern: /^(?:<{7}|>{7}) /m },
]

/**
 * The project speaks of itself only: not of who or what wrote a line, nor with which tool. Words and pairs of words, as the beginnings of
 * their hashes, since a list of them would say them.
 */
const unsaid = new Set(
  `
    c857d09db23e c70eca6b0f88 60965168ce76 7d3194f79e64 3ea125d0bff3 053ea4804ef1
    487b91042c7c de2187af3fb0 57de4cf40144 ebde709e306b 94a168d2da57 d298391b0743
    29447fab346b 897939b397a8 c9ad8f2cc129 5a5110ebe154 5d72436256ad 920510199770
    6f7ac1823da8 67f2d2251462 5eff592cc497 442e56863b7e 31a85e22a24a 53beb385cf69
    ee662f0a4316 e748f8750672 c5f9d8f01eaa cdcbb68a3444 746d1113c358 e16202309c92
    cf042462c59b 549eb0447cc9 e7bbc27071a0 906a183b1dba 0d5745a27ce2 e09be7b1276b
    c247fc3dd03d cdb56ba0afdc 5a4c85bf6bf5 c4fd05dbca71
  `
    .trim()
    .split(/\s+/),
)
const known = new Map()
const isUnsaid = (word) => {
  if (!known.has(word)) known.set(word, unsaid.has(createHash('sha256').update(word).digest('hex').slice(0, 12)))
  return known.get(word)
}

/** The first word, or pair of words, that is not to be said. */
function findUnsaid(text) {
  const words = text.toLowerCase().match(/[a-z][a-z-]*/g) ?? []
  for (const [i, word] of words.entries()) {
    if (isUnsaid(word)) return word
    if (i > 0 && isUnsaid(`${words[i - 1]} ${word}`)) return `${words[i - 1]} ${word}`
  }
  return undefined
}

const wrong = []
const made = /^(?:package-lock\.json|fixtures\/(?:samples|reports|authentication|dns)\/)/
const files = git('ls-files', '--cached', '--others', '--exclude-standard', '-z')
  .split('\0')
  .filter((file) => file !== '' && !made.test(file) && lstatSync(join(folder, file), { throwIfNoEntry: false })?.isFile() === true)
let read = 0
for (const file of files) {
  const bytes = readFileSync(join(folder, file))
  if (bytes.includes(0)) continue
  const text = bytes.toString('utf8')
  if (code.test(file)) read++
  const lineOf = (at) => text.slice(0, at).split('\n').length
  for (const { name, says, where, pattern } of rules) {
    // this file spells out what it looks for
    if (!where.test(file) || file === 'scripts/check-source.mjs') continue
    const found = pattern.exec(text)
    if (found !== null) wrong.push(`${file}:${lineOf(found.index + found[0].search(/\S/))}\n  ${name}: ${says}`)
  }
  const word = findUnsaid(`${file}\n${text}`)
  if (word !== undefined) wrong.push(`${file}\n  words-unsaid: '${word}' is not about the project`)
}

let commits = 0
try {
  for (const entry of git('log', '--format=%h%n%B%x00').split('\0')) {
    const [id, ...message] = entry.trim().split('\n')
    if (id === undefined || id === '') continue
    commits++
    const word = findUnsaid(message.join('\n'))
    if (word !== undefined) wrong.push(`commit ${id}\n  words-unsaid: '${word}' is not about the project`)
  }
} catch {
  // no history here: an archive of the sources, or nothing was committed yet
}

for (const one of wrong) console.error(one)
if (read === 0) console.error('source: nothing was checked')
console.log(`source: ${files.length} files, ${read} of them code, ${commits} commits, ${wrong.length} wrong`)
process.exit(wrong.length > 0 || read === 0 ? 1 : 0)
