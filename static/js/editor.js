// The toolbar of a Markdown field: [data-mark] buttons in a [data-editor] around one textarea.
// Text goes in as if typed, so that Ctrl Z takes it back; nothing happens during an IME conversion.
'use strict';
{
  const composing = new WeakSet();

  const put = (area, from, to, text, start, end) => {
    area.focus();
    area.setSelectionRange(from, to);
    const typed = text ? document.execCommand('insertText', false, text) : document.execCommand('delete');
    if (!typed) {
      area.setRangeText(text, from, to, 'end');
      area.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    area.setSelectionRange(start, end);
  };

  const around = (area, before, after, word) => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const inner = value.slice(from, to) || word;
    put(area, from, to, before + inner + after, from + before.length, from + before.length + inner.length);
  };

  const lines = (area, mark) => {
    const { value } = area;
    const from = value.lastIndexOf('\n', area.selectionStart - 1) + 1;
    const stop = value.indexOf('\n', Math.max(area.selectionEnd - 1, from));
    const to = stop < 0 ? value.length : stop;
    const old = value.slice(from, to).split('\n');
    const bare = old.map(line => line.replace(/^(\s*)(?:[-*・]|\d+\.)\s+/, '$1'));
    const marked = bare.map((line, number) => mark(number) + line);
    const text = (old.join('\n') === marked.join('\n') ? bare : marked).join('\n');
    put(area, from, to, text, old.length > 1 ? from : from + text.length, from + text.length);
  };

  const block = (area, name, word) => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const inner = value.slice(from, to).replace(/^\n+|\n+$/g, '') || word;
    const above = value.slice(0, from);
    const gap = !above || above.endsWith('\n\n') ? '' : above.endsWith('\n') ? '\n' : '\n\n';
    const before = `${gap}:::${name}\n`;
    const after = `\n:::${value.slice(to).startsWith('\n') ? '' : '\n'}`;
    put(area, from, to, before + inner + after, from + before.length, from + before.length + inner.length);
  };

  const link = (area, word) => {
    const text = area.value.slice(area.selectionStart, area.selectionEnd);
    if (/^KB-\d+$/i.test(text)) around(area, '[', `](kb:${text.toUpperCase()})`, word);
    else if (/^https?:\/\/\S+$/.test(text)) around(area, '[', `](${text})`, word);
    else around(area, '[', '](kb:KB-)', word);
  };

  document.addEventListener('compositionstart', event => composing.add(event.target));
  document.addEventListener('compositionend', event => composing.delete(event.target));
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-mark]');
    const area = button?.closest('[data-editor]')?.querySelector('textarea');
    if (!area || composing.has(area)) return;
    const word = button.dataset.word || '';
    const marks = {
      bold: () => around(area, '**', '**', word),
      numbered: () => lines(area, number => `${number + 1}. `),
      bullets: () => lines(area, () => '- '),
      link: () => link(area, word),
      warn: () => block(area, 'warn', word),
      internal: () => block(area, 'internal', word),
    };
    marks[button.dataset.mark]?.();
  });
}
