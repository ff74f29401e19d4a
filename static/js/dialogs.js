// [data-open=id] opens a dialog, [data-show=id] shows what is hidden, [data-close] closes the dialog or
// message around it. An opener is a link to a page that does the same, for those without scripts.
'use strict';
{
  document.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const opener = event.target.closest('[data-open]');
    const dialog = opener && document.getElementById(opener.dataset.open);
    if (dialog?.showModal) {
      event.preventDefault();
      document.querySelector('[popover]:popover-open')?.hidePopover();
      if (!dialog.open) dialog.showModal();
      return;
    }
    const shower = event.target.closest('[data-show]');
    const hidden = shower && document.getElementById(shower.dataset.show);
    if (hidden) {
      event.preventDefault();
      hidden.hidden = false;
      hidden.querySelector('input:not([type=hidden]), textarea, select, button, a')?.focus();
      return;
    }
    const closer = event.target.closest('[data-close]');
    if (!closer) return;
    event.preventDefault();
    const around = closer.closest('dialog');
    if (around) around.close();
    else closer.closest('.flash, .banner')?.remove();
  });

  // A press on the backdrop is a press on the dialog itself, outside of its contents.
  document.addEventListener('mousedown', event => {
    if (event.target.matches('dialog[open]') && !event.target.querySelector('form[method=post]')) event.target.close();
  });
}
