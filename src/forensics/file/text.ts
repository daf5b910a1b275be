import { decodeUnlabelled } from '../../formats/mime/charset.ts'
import type { FileFeature } from './reading.ts'

/** Files that are text: what language they are written in decides what they do when opened. */

const mostText = 512 * 1024

export type TextReading = { readonly type: string; readonly features: readonly FileFeature[]; readonly urls: readonly string[] }

/** Whether the bytes read as text: no NUL, hardly any control characters. UTF-16 with its mark is text too. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, mostText)
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return new TextDecoder(head[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(head)
  }
  let odd = 0
  const probe = Math.min(head.length, 8192)
  for (let i = 0; i < probe; i++) {
    const byte = head[i] ?? 0
    if (byte === 0) return undefined
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd++
  }
  return odd * 50 > probe ? undefined : decodeUnlabelled(head).text
}

const scriptByExtension: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  jse: 'text/javascript',
  mjs: 'text/javascript',
  vbs: 'text/vbscript',
  vbe: 'text/vbscript',
  wsf: 'text/vbscript',
  wsh: 'text/vbscript',
  ps1: 'application/x-powershell',
  psm1: 'application/x-powershell',
  bat: 'application/x-bat',
  cmd: 'application/x-bat',
  sh: 'application/x-sh',
  py: 'text/x-python',
  php: 'application/x-php',
  hta: 'application/hta',
}

/** Reads a text file. `name` helps where content alone cannot tell one script language from another. */
export function readText(text: string, name: string | null): TextReading {
  const start = text.replace(/^\ufeff/, '').slice(0, 20_000)
  const head = start.trimStart().slice(0, 2000)
  const lower = head.toLowerCase()
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? ''
  if (/^\[internetshortcut\]/i.test(head) || /^\[desktop entry\]/i.test(head)) {
    return {
      type: 'application/x-mswinurl',
      features: ['shortcut'],
      urls: [...start.matchAll(/^(?:URL|Exec|BaseURL)=(.{1,2000})$/gim)].map((match) => (match[1] ?? '').trim()),
    }
  }
  if (/^<svg[\s>]/i.test(skipProlog(start))) return readSvg(text)
  if (/<hta:application|<script[^>]{0,200}language\s*=\s*["']?vbscript/i.test(text.slice(0, 200_000)) || extension === 'hta') {
    return { type: 'application/hta', features: ['script', 'executable'], urls: [] }
  }
  if (
    isHtml(skipProlog(start).toLowerCase()) ||
    ((extension === 'html' || extension === 'htm' || extension === 'shtml' || extension === 'xhtml') && /<[a-z!]/i.test(text))
  ) {
    return { type: 'text/html', features: htmlFeatures(text), urls: [] }
  }
  if (lower.startsWith('{\\rtf')) return readRtf(text)
  if (lower.startsWith('<?php') || /<\?php\s/.test(start)) return { type: 'application/x-php', features: ['script'], urls: [] }
  if (lower.startsWith('<?xml'))
    return {
      type: /<job[\s>]|<package[\s>]/.test(lower) && extension === 'wsf' ? 'text/vbscript' : 'application/xml',
      features: [...(extension === 'wsf' ? (['script'] as const) : []), ...(hasEntityBomb(text) ? (['entity-bomb'] as const) : [])],
      urls: [],
    }
  if (lower.startsWith('begin:vcalendar')) return { type: 'text/calendar', features: [], urls: [] }
  if (lower.startsWith('begin:vcard')) return { type: 'text/vcard', features: [], urls: [] }
  if (head.startsWith('#!')) return { type: 'application/x-sh', features: ['script'], urls: [] }
  if (lower.startsWith('#@~^')) return { type: extension === 'jse' ? 'text/javascript' : 'text/vbscript', features: ['script'], urls: [] }
  const named = scriptByExtension[extension]
  if (named !== undefined) return { type: named, features: ['script'], urls: [] }
  const found = scriptByContent(start)
  if (found !== undefined) return { type: found, features: ['script'], urls: [] }
  if (
    /^(?:Received|Return-Path|Delivered-To|From|Message-ID|MIME-Version|DKIM-Signature|X-[\w-]+|Date|Subject): .{0,998}\r?\n(?:[\t ].*\r?\n)*[A-Za-z][\w-]*:/.test(
      head,
    )
  ) {
    return { type: 'message/rfc822', features: [], urls: [] }
  }
  if (lower.startsWith('{') || lower.startsWith('[')) {
    return { type: extension === 'json' || isJson(text) ? 'application/json' : 'text/plain', features: [], urls: [] }
  }
  return { type: extension === 'csv' ? 'text/csv' : 'text/plain', features: [], urls: [] }
}

function isJson(text: string): boolean {
  if (text.length > 100_000) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function isHtml(start: string): boolean {
  return (
    /^<(?:html|head|body|script|iframe|meta|title|table|div|form|style|center|a |p>|br|img |span|font|base )/.test(start) ||
    start === '<!doctype html'
  )
}

/** The text behind comments, the XML declaration and the document type; a document type of HTML answers for itself. */
function skipProlog(text: string): string {
  let at = 0
  for (let i = 0; i < 200; i++) {
    while (at < text.length && /\s/.test(text.charAt(at))) at++
    const head = text.slice(at, at + 14).toLowerCase()
    if (head === '<!doctype html') return head
    const closer = head.startsWith('<!--') ? '-->' : head.startsWith('<?xml') ? '?>' : head.startsWith('<!doctype') ? '>' : undefined
    if (closer === undefined) break
    const end = text.indexOf(closer, at)
    if (end < 0) break
    at = end + closer.length
  }
  return text.slice(at, at + 200)
}

/** What an HTML file does besides being read. Smuggling: a file that is put together by script and handed to the user as a download. */
function htmlFeatures(text: string): FileFeature[] {
  const features: FileFeature[] = ['html']
  if (/<form[\s>]/i.test(text) || /type\s*=\s*["']?password/i.test(text)) features.push('html-form')
  if (/<script[\s>]|\son(?:load|error|click|mouseover)\s*=|javascript:/i.test(text)) features.push('html-script')
  const makes = /new\s+Blob\s*\(|createObjectURL|msSaveOrOpenBlob|msSaveBlob|data:application\/(?:octet-stream|zip|x-|vnd|java)/i.test(text)
  const holds = /atob\s*\(|fromCharCode|Uint8Array|unescape\s*\(/.test(text) || hasLongRun(text, 3000)
  const gives = /\.download\s*=|\bdownload\s*=\s*["']|msSaveOrOpenBlob|msSaveBlob|\.click\s*\(|location\s*(?:\.href)?\s*=/i.test(text)
  if (makes && holds && gives) features.push('html-smuggling')
  return features
}

/** Whether a run of base64 characters of that length stands in the text. */
function hasLongRun(text: string, length: number): boolean {
  let run = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const inside = (code >= 47 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 43
    run = inside ? run + 1 : 0
    if (run >= length) return true
  }
  return false
}

function readSvg(text: string): TextReading {
  const features: FileFeature[] = hasEntityBomb(text) ? ['entity-bomb'] : []
  const active = /<script[\s>]|\son[a-z]{3,20}\s*=|javascript:|<foreignobject[\s>]/i.test(text)
  if (active) features.push('svg-script')
  return { type: 'image/svg+xml', features, urls: [] }
}

/** Entities (XML §4.2) that are made of entities, several levels deep: each level multiplies the text by what it repeats. */
function hasEntityBomb(text: string): boolean {
  const prolog = text.slice(0, 100_000)
  if (!/<!doctype/i.test(prolog)) return false
  return [...prolog.matchAll(/<!ENTITY\s+\S{1,100}\s+(["'])(?:[^"'&]*&\w{1,100};){2,}/g)].length >= 3
}

function readRtf(text: string): TextReading {
  const features: FileFeature[] = []
  if (/\\obj(?:data|update|autlink|emb|ocx)/i.test(text)) features.push('embedded-object')
  if (/equation\.3|0002ce02/i.test(text)) features.push('equation')
  if (/\\\*\\template\s|includepicture|dde(?:auto)?\b/i.test(text)) features.push('remote-template')
  return {
    type: 'application/rtf',
    features,
    urls: [...text.matchAll(/HYPERLINK\s+"([^"]{1,2000})"/g)].slice(0, 100).map((match) => match[1] ?? ''),
  }
}

function scriptByContent(text: string): string | undefined {
  const count = (pattern: RegExp) => [...text.matchAll(pattern)].length
  if (
    count(
      /\b(?:ActiveXObject|WScript\.(?:Shell|CreateObject|Quit|Sleep)|eval\s*\(|function\s*\w*\s*\([^)]{0,100}\)\s*\{|var \w{1,40}\s*=)/g,
    ) >= 3
  )
    return 'text/javascript'
  if (count(/^[ \t]*(?:Dim \w|Set \w+\s*=\s*CreateObject|Sub \w+\s*\(|End Sub|On Error Resume Next|Function \w+\s*\()/gim) >= 2)
    return 'text/vbscript'
  if (
    count(/\b(?:Invoke-Expression|IEX\s*\(|New-Object|DownloadString|-EncodedCommand|\[Convert\]::FromBase64String|Start-Process)/gi) >= 2
  )
    return 'application/x-powershell'
  if (/^\s*@echo off/i.test(text) || count(/^[ \t]*(?:rem |set \w+=|start |goto |if exist )/gim) >= 3) return 'application/x-bat'
  return undefined
}
