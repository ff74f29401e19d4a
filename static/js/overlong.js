// A text that is longer than its [data-limit] is said to be so at once ([data-too-long]); a press on [data-as-file]
// makes a file of it, for the file field of the form, and leaves the beginning where it was typed.
'use strict';
{
  const KEPT = 500;
  const noticeOf = field => field.closest('.field')?.querySelector('[data-too-long]');
  const look = field => { noticeOf(field).hidden = field.value.length <= Number(field.dataset.limit); };

  document.addEventListener('input', ({ target }) => { if (target.dataset?.limit && noticeOf(target)) look(target); });
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-as-file]');
    const text = button?.closest('.field').querySelector('[data-limit]');
    const files = text?.form.querySelector('[data-files] input[type=file]');
    if (!files) return;
    const all = new DataTransfer();
    [...files.files].forEach(file => all.items.add(file));
    all.items.add(new File([text.value], button.dataset.asFile, { type: 'text/plain' }));
    files.files = all.files;
    files.dispatchEvent(new Event('change', { bubbles: true }));
    files.closest('details')?.setAttribute('open', '');
    text.value = text.value.slice(0, KEPT);
    text.dispatchEvent(new Event('input', { bubbles: true }));
    text.focus();
  });
  document.querySelectorAll('[data-limit]').forEach(field => { if (noticeOf(field)) look(field); });
}
