// After a refused form the summary of what is wrong takes the focus; its links lead into the fields.
'use strict';
{
  const focusable = 'input:not([type=hidden]), textarea, select';

  document.querySelector('[data-error-summary]')?.focus();
  document.addEventListener('click', event => {
    const link = event.target.closest('[data-error-summary] a[href^="#"]');
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    const field = target.matches(focusable) ? target : target.querySelector(focusable) || target;
    field.closest('details:not([open])')?.setAttribute('open', '');
    field.focus({ preventScroll: true });
    (field.closest('.field') || field).scrollIntoView({ block: 'center' });
  });
}
