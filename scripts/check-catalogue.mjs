// Holds the console's catalogue together: every text that the sources ask for is there in every language, none is left over, the
// placeholders agree, and the plural forms are those that the language has. Fails when it checked nothing.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'

const plural = /_(zero|one|two|few|many|other)$/

/** Texts of one file, flat: `a.b` → text. */
function flatten(node, prefix = '') {
  return Object.entries(node).flatMap(([name, value]) =>
    typeof value === 'string' ? [[prefix + name, value]] : flatten(value, `${prefix}${name}.`),
  )
}

/** language → area → key → text */
function readCatalogue(folder) {
  if (!existsSync(folder)) return new Map()
  const languages = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return new Map(
    languages.map(({ name }) => {
      const files = readdirSync(join(folder, name)).filter((file) => file.endsWith('.json'))
      return [
        name,
        new Map(files.map((file) => [file.slice(0, -5), new Map(flatten(JSON.parse(readFileSync(join(folder, name, file), 'utf8'))))])),
      ]
    }),
  )
}

const placeholders = (text) => new Set([...text.matchAll(/\{\{\s*([\w.-]+)/g)].map((found) => found[1]))
const baseOf = (key) => key.replace(plural, '')

/** Compares a language with English: keys, placeholders, plural forms, texts left in English. */
function* compare(language, area, english, texts) {
  const at = `${language}/${area}`
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const bases = new Set([...english.keys()].map(baseOf))
  const isPlural = (base) => !english.has(base) && [...english.keys()].some((key) => key !== base && baseOf(key) === base)
  for (const base of bases) {
    const wanted = isPlural(base) ? forms.map((form) => `${base}_${form}`) : [base]
    for (const key of wanted) {
      const text = texts.get(key)
      if (text === undefined) yield `${at}: ${key} is missing`
      else if (text.trim() === '') yield `${at}: ${key} is empty`
      else yield* comparePlaceholders(at, key, base, english, text)
      if (language !== 'en' && text !== undefined && text === english.get(key) && /\p{L}{2,} \p{L}{2,}/u.test(text))
        yield `${at}: ${key} is still in English`
    }
    for (const key of texts.keys()) {
      if (baseOf(key) === base && !wanted.includes(key) && !english.has(key))
        yield `${at}: ${key} is a plural form that ${language} does not have`
    }
  }
  for (const key of texts.keys()) if (!bases.has(baseOf(key))) yield `${at}: ${key} is not in English`
}

function* comparePlaceholders(at, key, base, english, text) {
  const known = new Set([...english].filter(([one]) => baseOf(one) === base).flatMap(([, one]) => [...placeholders(one)]))
  const given = placeholders(text)
  for (const name of given) if (!known.has(name)) yield `${at}: ${key} has {{${name}}}, which English has not`
  // 'one report' need not say the number
  for (const name of known) if (!given.has(name) && !(name === 'count' && plural.test(key))) yield `${at}: ${key} lacks {{${name}}}`
}

/** The area of a `useTranslation('work')`, or the first of several; undefined for any other call. */
function areaNamed(node) {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'useTranslation') return undefined
  const [first] = node.arguments
  const named = first !== undefined && ts.isArrayLiteralExpression(first) ? first.elements[0] : first
  return named !== undefined && ts.isStringLiteral(named) ? named.text : undefined
}

/** The areas that a function, or a whole source, asks for by itself; functions within a function are their own. */
function areasIn(scope, whole) {
  const found = new Set()
  const visit = (node) => {
    const area = areaNamed(node)
    if (area !== undefined) found.add(area)
    if (whole || node === scope || !ts.isFunctionLike(node)) ts.forEachChild(node, visit)
  }
  visit(scope)
  return found
}

/** The areas that a key without one may be of: those of the innermost function around it that asks for any, else of the source. */
function areasAround(node) {
  for (let scope = node.parent; scope !== undefined; scope = scope.parent) {
    if (!ts.isFunctionLike(scope) && !ts.isSourceFile(scope)) continue
    const areas = areasIn(scope, ts.isSourceFile(scope))
    if (areas.size > 0) return areas
  }
  return new Set()
}

/** What one source asks for: exact keys, and patterns where a part is decided at run time. All with their area. */
function usesOf(path, text, areas) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS)
  const found = { keys: [], patterns: [], problems: [] }
  const whole = new RegExp(`^(${areas.join('|')}):`)
  const visit = (node) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') ask(node.arguments[0])
    if (isLoose(node)) found.problems.push(`${path}: '${node.getText().trim().slice(0, 40)}' is shown as it is: put it into the catalogue`)
    if (ts.isStringLiteralLike(node) && whole.test(node.text)) found.keys.push(node.text)
    if (ts.isTemplateExpression(node) && whole.test(node.head.text)) found.patterns.push(patternOf(node))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found

  function ask(node) {
    if (node === undefined) return
    if (ts.isParenthesizedExpression(node)) ask(node.expression)
    if (ts.isConditionalExpression(node)) {
      ask(node.whenTrue)
      ask(node.whenFalse)
    }
    const literal = ts.isStringLiteralLike(node) ? node.text : ts.isTemplateExpression(node) ? node.head.text : undefined
    if (literal === undefined || whole.test(literal)) return
    const [area, ...others] = areasAround(node)
    if (area === undefined || others.length > 0) {
      found.problems.push(
        `${path}: t('${literal}…') may be of ${area === undefined ? 'any area' : [area, ...others].join(' or ')}: write the area before the key`,
      )
    } else if (ts.isStringLiteralLike(node)) found.keys.push(`${area}:${literal}`)
    else found.patterns.push({ ...patternOf(node), area })
  }
}

const shown = new Set(['alt', 'aria-description', 'aria-label', 'description', 'label', 'placeholder', 'title'])
const code = new Set(['Code', 'Kbd', 'Mono', 'code', 'kbd', 'samp'])

/** Words for people that stand in the source itself: between tags, or in an attribute that is read out or drawn. Names and code are the same in every language. */
function isLoose(node) {
  if (ts.isJsxText(node)) {
    const around = ts.isJsxElement(node.parent) ? node.parent.openingElement.tagName.getText() : ''
    return !code.has(around) && isSpoken(node.text)
  }
  if (!ts.isJsxAttribute(node) || node.initializer === undefined || !ts.isStringLiteral(node.initializer)) return false
  const { text } = node.initializer
  return shown.has(node.name.getText()) && isSpoken(text) && !/^[a-z0-9.@:_-]+$/.test(text)
}

function isSpoken(text) {
  return /(?<![\p{L}/])\p{L}?\p{Ll}{2,}|[\p{Script=Arabic}\p{Script=Han}]/u.test(text.replaceAll('Tocsin', ''))
}

function patternOf(template) {
  const quote = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const head = template.head.text
  const colon = head.indexOf(':')
  const key = head.slice(colon + 1)
  const body = quote(key) + template.templateSpans.map((span) => `.+${quote(span.literal.text)}`).join('')
  return { area: colon < 0 ? undefined : head.slice(0, colon), test: new RegExp(`^${body}$`), text: template.getText() }
}

function sourcesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}

// what the rooms say by code, and the area that has the words, or an area of the room's own (`cooperation-problems`); what only an administrator's terminal shows stands apart
const saidByCode = [
  {
    area: 'problems',
    pattern: /new Failure\(\s*'\w+',\s*'([a-z]+\.[a-z-]+)'/g,
    not: /\/(?:adapters|listeners|testing)[./]|\/platform\/auth\/secret\.ts$/,
  },
  { area: 'acts', pattern: /\.record\(\s*'([a-z]+\.[a-z-]+)'/g, not: /\/testing\// },
  // what happens at sign-in comes as an event of one of these kinds
  { area: 'acts', pattern: /^\s*\| '(auth\.[a-z-]+)'/gm, not: /\/testing\// },
  { area: 'notices', pattern: /\bkind: '([a-z]+\.[a-z-]+)',\s*subject\b/g, not: /\/testing\// },
]

/** What the rooms say that English has no words for. */
function* wordless(english, folder) {
  for (const path of sourcesUnder(folder)) {
    const text = readFileSync(path, 'utf8')
    for (const { area, pattern, not } of saidByCode) {
      if (not.test(path)) continue
      for (const [, code] of text.matchAll(pattern)) {
        const apart = `${code.split('.')[0]}-${area}`
        const there = english.get(english.has(apart) ? apart : area) ?? new Map()
        if (![...there.keys()].some((key) => baseOf(key) === code)) yield `${area}:${code} has no words, and ${path} says it`
      }
    }
  }
}

/** Checks a catalogue against the sources that use it; with `saidFolders`, also that what is said there by code has its words. Answers what is wrong, and how much was looked at. */
export function checkCatalogue(catalogueFolder, sourceFolder, ...saidFolders) {
  const catalogue = readCatalogue(catalogueFolder)
  const english = catalogue.get('en') ?? new Map()
  const wrong = []
  for (const [language, areas] of catalogue) {
    for (const area of new Set([...english.keys(), ...areas.keys()])) {
      if (!english.has(area)) wrong.push(`${language}/${area}: there is no such area in English`)
      else if (!areas.has(area)) wrong.push(`${language}: the area ${area} is missing`)
      else wrong.push(...compare(language, area, english.get(area), areas.get(area)))
    }
  }
  const uses = sourcesUnder(sourceFolder).map((path) =>
    usesOf(relative(sourceFolder, path), readFileSync(path, 'utf8'), [...english.keys()]),
  )
  const keys = new Set(uses.flatMap((use) => use.keys))
  const patterns = uses.flatMap((use) => use.patterns)
  wrong.push(...uses.flatMap((use) => use.problems), ...compareUses(english, keys, patterns))
  for (const said of saidFolders) wrong.push(...wordless(english, said))
  const texts = [...catalogue.values()].flatMap((areas) => [...areas.values()]).reduce((sum, area) => sum + area.size, 0)
  if (catalogue.size < 2 || texts === 0 || keys.size === 0)
    wrong.push(`nothing to check: ${catalogue.size} languages, ${texts} texts, ${keys.size} uses`)
  return { wrong, languages: catalogue.size, texts, uses: keys.size + patterns.length }
}

function* compareUses(english, keys, patterns) {
  const there = new Set([...english].flatMap(([area, texts]) => [...texts.keys()].map((key) => `${area}:${baseOf(key)}`)))
  // a context (`key_context`) belongs to its key
  const bare = (key) => (there.has(key.replace(/_[\w-]+$/, '')) ? key.replace(/_[\w-]+$/, '') : key)
  for (const key of keys) if (!there.has(key)) yield `${key} is asked for and not in the catalogue`
  const matches = (pattern, key) => key.startsWith(`${pattern.area}:`) && pattern.test.test(key.slice(pattern.area.length + 1))
  for (const pattern of patterns)
    if (![...there].some((key) => matches(pattern, key))) yield `${pattern.text} matches nothing in the catalogue`
  for (const key of there) {
    if (!keys.has(key) && !keys.has(bare(key)) && !patterns.some((pattern) => matches(pattern, key) || matches(pattern, bare(key))))
      yield `${key} is never asked for`
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2] ?? '.'
  const { wrong, languages, texts, uses } = checkCatalogue(
    join(folder, 'web/src/app/catalogue'),
    join(folder, 'web/src'),
    join(folder, 'src/domain'),
    join(folder, 'src/platform/auth'),
  )
  for (const line of wrong) console.error(`catalogue: ${line}`)
  console.log(`catalogue: ${texts} texts in ${languages} languages, ${uses} uses, ${wrong.length} wrong`)
  process.exitCode = wrong.length === 0 ? 0 : 1
}
