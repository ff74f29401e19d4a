// Files of a form. A picture pasted into an element with [data-paste] goes into the file field of its form, to be sent
// with it as if it had been chosen. Under [data-files] the chosen names are listed, and what is too large is said
// before anything is sent, so that the page and its text stay.
'use strict';
{
  const within = form => form?.querySelector('[data-files] input[type=file]');
  const room = field => field.closest('[data-files]');

  const line = (text, wrong) => {
    const item = document.createElement('li');
    item.textContent = text;
    if (wrong) item.dataset.wrong = '';
    return item;
  };
  const size = bytes => bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

  const troubles = field => {
    const { largest, most, tooLarge, tooMany } = room(field).dataset;
    const files = [...field.files];
    const said = files.filter(file => file.size > largest).map(file => tooLarge.replace('{name}', () => file.name));
    if (!said.length && files.reduce((sum, file) => sum + file.size, 0) > most) said.push(tooMany);
    return said;
  };

  const list = field => {
    const wrong = troubles(field);
    room(field).querySelector('[data-file-names]').replaceChildren(
      ...[...field.files].map(file => line(`${file.name} (${size(file.size)})`)), ...wrong.map(text => line(text, true)));
    if (wrong.length) field.setAttribute('aria-invalid', 'true'); else field.removeAttribute('aria-invalid');
    return !wrong.length;
  };

  const stamp = () => new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const named = (file, field, place) =>
    new File([file], `${room(field).dataset.pasted}-${stamp()}${place ? `-${place + 1}` : ''}.${file.type === 'image/jpeg' ? 'jpg' : 'png'}`,
      { type: file.type });

  document.addEventListener('paste', event => {
    const target = event.target.closest?.('[data-paste]');
    const field = target && within(target.form || target.closest('form'));
    const pictures = [...event.clipboardData?.files || []].filter(file => /^image\/(png|jpeg)$/.test(file.type));
    if (!field || !pictures.length) return;
    const all = new DataTransfer();
    [...field.files, ...pictures.map((file, place) => named(file, field, place))].forEach(file => all.items.add(file));
    field.files = all.files;
    field.closest('details')?.setAttribute('open', '');
    field.dispatchEvent(new Event('change', { bubbles: true }));
    // Some programs put text beside the picture; that is pasted as ever.
    if (!event.clipboardData.getData('text/plain')) event.preventDefault();
  });

  document.addEventListener('change', event => { if (event.target.matches('[data-files] input[type=file]')) list(event.target); });
  // Before the form is held to be sent.
  document.addEventListener('submit', event => {
    const field = within(event.target);
    if (field && !list(field)) { event.preventDefault(); event.stopPropagation(); field.focus(); }
  }, true);
  document.querySelectorAll('form').forEach(form => {
    const hint = form.querySelector('[data-paste-hint]');
    if (hint && form.querySelector('[data-paste]')) hint.hidden = false;
  });
}
