/** The bell. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0f6c73" />
      <path
        d="M16 6.6a1.7 1.7 0 0 1 1.7 1.7v.5c2.9.8 4.7 3.3 4.7 6.6 0 3.6.9 5 1.9 6 .5.6.1 1.5-.7 1.5H8.4c-.8 0-1.2-.9-.7-1.5 1-1 1.9-2.4 1.9-6 0-3.3 1.8-5.8 4.7-6.6v-.5A1.7 1.7 0 0 1 16 6.6Z"
        fill="#fff"
      />
      <path d="M13.4 24.3a2.7 2.7 0 0 0 5.2 0Z" fill="#9fe0df" />
    </svg>
  )
}
