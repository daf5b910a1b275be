/** The bell. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0f6c73" />
      <path
        d="M16 6.6a1.7 1.7 0 0 1 1.700 1.700v.5c2.900.800 4.700 3.300 4.700 6.600 0 3.600.900 5 1.900 6 .500.600.100 1.500-.700 1.500H8.400c-.800 0-1.200-.900-.700-1.500 1-1 1.900-2.400 1.900-6 0-3.300 1.800-5.800 4.700-6.600v-.5A1.700 1.700 0 0 1 16 6.600Z"
        fill="#fff"
      />
      <path d="M13.400 24.300a2.700 2.700 0 0 0 5.200 0Z" fill="#9fe0df" />
    </svg>
  )
}
