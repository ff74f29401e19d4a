// A form is sent once: its buttons rest after the press and the pressed one says so (data-busy).
// They wake when the page is shown again, or after 20 seconds should no answer come.
'use strict';
{
  const resting = new Map();

  const wake = () => {
    resting.forEach((was, button) => {
      button.disabled = false;
      button.removeAttribute('aria-busy');
      if (was) button.replaceChildren(...was);
    });
    resting.clear();
    document.querySelectorAll('form[data-sent]').forEach(form => { delete form.dataset.sent; });
  };

  document.addEventListener('submit', event => {
    const form = event.target;
    if (event.defaultPrevented || form.method === 'dialog' || form.method === 'get' || form.matches('[data-again]')) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = 'yes';
    // After this turn: a button disabled sooner would not be sent with the form.
    setTimeout(() => {
      const pressed = event.submitter;
      [...form.elements].filter(button => button.type === 'submit').forEach(button => {
        const label = button === pressed && button.dataset.busy;
        resting.set(button, label ? [...button.childNodes] : null);
        button.disabled = true;
        if (label) { button.setAttribute('aria-busy', 'true'); button.replaceChildren(label); }
      });
    });
    setTimeout(wake, 20_000);
  });
  addEventListener('pageshow', wake);
}
