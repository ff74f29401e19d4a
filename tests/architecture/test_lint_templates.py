"""The template lint finds what it is there to find, and leaves sound templates alone."""

import pytest

from tools.lint_templates import check

SOUND = """\
{% extends "layouts/base.html" %}
{% from "components/forms.html" import field %}
{% block title %}{{ _("Articles") }}{% endblock %}
<h1 class="title {% if a < b %}title--small{% endif %}">{{ _("Articles") }} · {{ n|number }}</h1>
<img src="{{ asset('icons/a.svg') }}" alt="">
<label for="{{ form.q.id }}">{{ _("Search") }}</label>
<input id="{{ form.q.id }}" name="q" placeholder="{{ _('A word') }}">
<label>{{ _("Kind") }} <select name="kind"><option value="known_error">{{ kind|word }}</option></select></label>
<input type="hidden" name="nonce" value="{{ nonce() }}">
<input type="checkbox" aria-label="{{ ngettext('%(num)d Day', '%(num)d Days', n) }}">
<a href="?lang=ja" lang="ja">日本語</a> <kbd>Ctrl</kbd> <code>portal init</code> <span translate="no">CSV</span>
<script src="{{ asset('js/vote.js') }}" defer></script>
{% if x and x>y %}<p>{{ x }}{% else %}<p>{{ y }}{% endif %}</p>
&nbsp;&hellip;
{% block body_class %} class="public bare"{% endblock %}
{{ keys(["Ctrl K", "Esc"]) }}{{ {"RadioField": "radios"}.get(f.type) }}{{ "English" if lang == "en" else "日本語" }}
"""


def test_a_sound_template_has_no_findings() -> None:
    assert check(SOUND) == []


@pytest.mark.parametrize(
    ("template", "word"),
    [
        ("<p>Save</p>", "text outside"),
        ("<p>{{ n }} articles</p>", "text outside"),
        ("<p>{% if n %}保存{% endif %}</p>", "text outside"),
        ("{{ button('Save') }}", "string outside"),
        ("{{ button(label='保存') }}", "string outside"),
        ("{{ title or 'No title' }}", "string outside"),
        ('<a title="More" href="/">{{ x }}</a>', "title outside"),
        ('<input type="submit" value="Send">', "value outside"),
        ('<p style="color: red">{{ x }}</p>', "style="),
        ("<style>p { color: red }</style>", "<style>"),
        ("<script>alert(1)</script>", "script in the page"),
        ('<button onclick="go()">{{ x }}</button>', "onclick="),
        ('<a href="javascript:go()">{{ x }}</a>', "javascript:"),
        ('<img src="a.svg">', "without alt"),
        ('<input name="q">', "without a label"),
        ('<label for="a">{{ x }}</label><textarea id="b"></textarea>', "without a label"),
        ("{% if %}", "no Jinja"),
    ],
)
def test_each_slip_is_reported_once(template: str, word: str) -> None:
    findings = check(template)

    assert len(findings) == 1
    assert word in findings[0].sentence


def test_a_finding_names_its_line() -> None:
    template = '{# a\n comment #}\n{%- if x -%}\n\n<p>\n  {{ _("One",\n  two=2) }}\n\n  Bare</p>{% endif %}\n'

    assert [finding.line for finding in check(template)] == [9]


def test_a_plain_mail_is_checked_without_html() -> None:
    assert check('{{ _("Hello") }}\n<{{ url }}>\n', html=False) == []
    assert [finding.line for finding in check("{{ name }}\nHello\n", html=False)] == [2]
