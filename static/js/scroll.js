// Code and tables in reading text that are wider than the page can be scrolled by keyboard too.
'use strict';
{
  const wide = new ResizeObserver(entries => entries.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
  }));
  const watch = root => root.querySelectorAll?.('.prose pre, .prose table:not(.diff)').forEach(part => wide.observe(part));

  watch(document);
  document.addEventListener('htmx:afterSwap', event => watch(event.target));
}
