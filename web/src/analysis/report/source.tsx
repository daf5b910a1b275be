import { ActionIcon, Button, Skeleton, TextInput, Tooltip } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readSource } from '../../../../src/domain/analysis/contract.ts'
import { call } from '../../app/api.ts'
import { useTrouble } from '../../app/trouble.ts'
import { formatNumber, formatSize } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { TroubleNote } from '../../ui/states.tsx'
import classes from './content.module.css'
import { findIn, mostMatches } from './find-in.ts'

/** The original as text, page by page, with a search that reads on until it finds something. */
export function Source({ report, position }: { readonly report: string; readonly position: number }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const pages = useInfiniteQuery({
    queryKey: [readSource.path, report, position],
    queryFn: ({ signal, pageParam }) => call(readSource, { params: { id: report }, query: { position, from: pageParam } }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [words, setWords] = useState('')
  const [sought] = useDebouncedValue(words, 200)
  const [now, setNow] = useState(0)
  const text = useMemo(() => pages.data?.pages.map((page) => page.text).join('') ?? '', [pages.data])
  const matches = useMemo(() => findIn(text, sought), [text, sought])
  const trouble = useTrouble(pages.error, () => void pages.refetch())
  const size = pages.data?.pages[0]?.size ?? 0
  const loaded = pages.data?.pages.at(-1)?.next ?? size
  const { hasNextPage, isFetching, fetchNextPage } = pages

  // biome-ignore lint/correctness/useExhaustiveDependencies: another word begins at its first match
  useEffect(() => setNow(0), [sought])
  useEffect(() => {
    if (sought !== '' && matches.length === 0 && hasNextPage && !isFetching) void fetchNextPage()
  }, [sought, matches.length, hasNextPage, isFetching, fetchNextPage])

  if (trouble !== undefined && pages.data === undefined) return <TroubleNote trouble={trouble} />
  if (pages.data === undefined) return <Skeleton height="20rem" radius={0} />
  const step = (by: number) => {
    if (matches.length > 0) setNow((at) => (at + by + matches.length) % matches.length)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    step(event.shiftKey ? -1 : 1)
  }
  return (
    <div>
      <div className={classes.bar}>
        <div className={classes.search}>
          <TextInput
            type="search"
            size="xs"
            flex={1}
            aria-label={t('source.search')}
            placeholder={t('source.search')}
            leftSection={<IconSearch size={14} />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          <Tooltip label={t('source.previous')}>
            <ActionIcon size="md" aria-label={t('source.previous')} disabled={matches.length === 0} onClick={() => step(-1)}>
              <IconChevronUp size={16} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('source.next')}>
            <ActionIcon size="md" aria-label={t('source.next')} disabled={matches.length === 0} onClick={() => step(1)}>
              <IconChevronDown size={16} />
            </ActionIcon>
          </Tooltip>
        </div>
        <span role="status">
          {sought === ''
            ? t('source.size', { loaded: formatSize(loaded, locale), size: formatSize(size, locale) })
            : matches.length === 0
              ? isFetching
                ? t('source.searching')
                : t('source.nothing')
              : t('source.match', {
                  now: formatNumber(now + 1, locale),
                  all: `${formatNumber(matches.length, locale)}${matches.length >= mostMatches ? '+' : ''}`,
                })}
        </span>
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={classes.source}
        aria-label={t('content.source')}
      >
        <pre>
          <Marked text={text} matches={matches} length={sought.length} now={now} />
        </pre>
        {hasNextPage && (
          <Button variant="default" size="compact-sm" mt="sm" loading={isFetching} onClick={() => void fetchNextPage()}>
            {t('source.more')}
          </Button>
        )}
      </section>
    </div>
  )
}

type MarkedProps = { readonly text: string; readonly matches: readonly number[]; readonly length: number; readonly now: number }

function Marked({ text, matches, length, now }: MarkedProps) {
  const current = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark that is current moves with these
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' })
  }, [now, matches])
  if (matches.length === 0) return text
  return (
    <>
      {matches.map((at, index) => (
        <span key={at}>
          {text.slice(index === 0 ? 0 : (matches[index - 1] ?? 0) + length, at)}
          <mark ref={index === now ? current : undefined} data-now={index === now}>
            {text.slice(at, at + length)}
          </mark>
        </span>
      ))}
      {text.slice((matches.at(-1) ?? 0) + length)}
    </>
  )
}
