// Code and tables in reading text that are wider than the page, and long steps, can be scrolled by keyboard too.
'use strict';
{
  const wide = new ResizeObserver(entries => entries.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
  }));
  const watch = root => root.querySelectorAll?.('.prose pre, .prose table:not(.diff), .steps-read').forEach(part => wide.observe(part));

  watch(document);
  document.addEventListener('htmx:afterSwap', event => watch(event.target));
}
