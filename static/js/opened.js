// Which result of a search was opened; told in passing to the address in data-opened, and never waited for.
'use strict';
{
  const tell = ({ target }) => {
    const link = target.closest('[data-opened] a.title');
    if (!link) return;
    const list = link.closest('[data-opened]');
    const row = link.closest('li');
    const body = new FormData();
    body.set('csrf_token', document.querySelector('[name=csrf_token]').value);
    body.set('q', list.dataset.question);
    body.set('article', `${row.dataset.number} ${list.start + [...list.children].indexOf(row)}`);
    fetch(list.dataset.opened, { method: 'POST', body, keepalive: true }).catch(() => { /* only a count */ });
  };
  document.addEventListener('click', tell);
  // With the middle button, in another tab.
  document.addEventListener('auxclick', event => { if (event.button === 1) tell(event); });
}
