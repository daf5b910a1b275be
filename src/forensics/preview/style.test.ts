import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filterDeclarations, filterSheet } from './style.ts'

describe('styles', () => {
  test.each([
    ['color:red;background:#fff url(http://e.example/x.png) no-repeat', 'color:red;background:#fff  no-repeat'],
    ['font-family:"Segoe UI",Arial', 'font-family:"Segoe UI",Arial'],
    ['font-family:宋体', 'font-family:宋体'],
    ['width:calc(100% - 2px)', 'width:calc(100% - 2px)'],
    ['color:rgb(1,2,3)!important', 'color:rgb(1,2,3) !important'],
    ['background:url(a"b)', ''],
    ['background:url("http://e.example/;color:red")', ''],
    ['color:red\\9', ''],
    ['content:"x"', ''],
    ['color:"x"', ''],
    ['font-family:"a', ''],
    ['display:none', 'display:none'],
    ['display:-webkit-box', ''],
    ['position:relative', 'position:relative'],
    ['position:sticky', ''],
    ['width:100px;;:;color', 'width:100px'],
  ])('%j leaves %j', (given, kept) => {
    expect(filterDeclarations(given).css).toBe(kept)
  })

  test('no sheet leaves what loads, runs or ends its element', () => {
    const piece = fc.constantFrom(
      ...'@import |@media |url(|)|{|}|;|:|"|\'|/*|*/|\\|</style>|<|p|.a|#b|color|red|background|position|fixed|expression(|http://e.example|,|>|screen|\n|!important|*| '.split(
        '|',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(filterSheet(pieces.join('')).css).not.toMatch(/url|import|expression|fixed|<|\\|\/\*/)
      }),
      { numRuns: 3000 },
    )
  })
})
