import { Parser } from 'htmlparser2'

const voids = new Set(['meta', 'link', 'input', 'br', 'img', 'hr'])

export type Page = {
  /** what is wrong with the form of the page: elements left open, ids that stand twice, labels for nothing */
  readonly faults: readonly string[]
  readonly elements: readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[]
}

/** Reads a page of ours strictly: every element is closed in order, attributes stand once, ids are unique and what refers to them finds them. */
export function readPage(html: string): Page {
  const faults: string[] = []
  const elements: { name: string; attributes: Record<string, string> }[] = []
  const open: string[] = []
  if (!html.startsWith('<!doctype html>')) faults.push('no doctype')
  let seen: string[] = []
  const parser = new Parser(
    {
      onattribute: (name) => {
        if (seen.includes(name)) faults.push(`attribute ${name} twice`)
        seen.push(name)
      },
      onopentag: (name, attributes) => {
        seen = []
        elements.push({ name, attributes })
        if (!voids.has(name)) open.push(name)
      },
      onclosetag: (name, implied) => {
        if (voids.has(name)) return
        if (implied || open.pop() !== name) faults.push(`${name} is not closed in order`)
      },
    },
    { decodeEntities: true },
  )
  parser.write(html)
  parser.end()
  const ids = elements.flatMap(({ attributes }) => attributes['id'] ?? [])
  if (new Set(ids).size < ids.length) faults.push('an id twice')
  for (const { name, attributes } of elements) {
    for (const key of ['for', 'aria-describedby'] as const)
      if (attributes[key] !== undefined && !ids.includes(attributes[key])) faults.push(`${name} refers to ${attributes[key]}`)
    if (name === 'script' || name === 'style' || Object.keys(attributes).some((key) => key === 'style' || key.startsWith('on')))
      faults.push(`${name} brings script or style of its own`)
  }
  for (const wanted of ['html', 'head', 'title', 'body', 'main', 'h1'])
    if (elements.filter(({ name }) => name === wanted).length !== 1) faults.push(`not one ${wanted}`)
  return { faults, elements }
}
