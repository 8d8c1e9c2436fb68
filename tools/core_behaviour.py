"""What Odoo's core answers with the packages of the lock file, where a newer package was seen to change it.

Odoo pins none of its packages in Debian, so ``requirements.lock`` does; a new version that shifts one of these
answers fails here, before it fails somewhere in core. Run by the environment's Python with Odoo on its path.
"""
import io
import sys
from datetime import date

import babel.dates
import vobject
from PIL import Image

from odoo.tools import html2plaintext, html_sanitize, is_html_empty, plaintext2html
from odoo.tools.image import image_process
from odoo.tools.mail import email_normalize


def picture_size():
    picture = io.BytesIO()
    Image.new('RGB', (40, 20), 'white').save(picture, 'PNG')
    return Image.open(io.BytesIO(image_process(picture.getvalue(), size=(20, 20)))).size


def day_in_chinese():
    return babel.dates.format_date(date(2026, 3, 2), format='long', locale='zh_CN')


def calendar_line():
    calendar = vobject.iCalendar()
    calendar.add('vevent').add('summary').value = "Oil change, 10 o'clock"
    return next(line for line in calendar.serialize().splitlines() if line.startswith('SUMMARY'))


# lxml 6 wraps text in <span>; core's account and our notes expect <p>.
ANSWERS = [
    ("html_sanitize('text')", lambda: html_sanitize('text'), '<p>text</p>'),
    ("html_sanitize('a<br>b')", lambda: html_sanitize('a<br>b'), '<p>a<br>b</p>'),
    ('html_sanitize of a script', lambda: html_sanitize('<p>x<script>y</script></p>'), '<p>x</p>'),
    ('html_sanitize of an event', lambda: html_sanitize('<img src="x" onerror="y">'), '<img src="x">'),
    ('html2plaintext', lambda: html2plaintext('<p>a</p><p>b</p>'), 'a\nb'),
    ('plaintext2html', lambda: plaintext2html('<a>\nb'), '<p>&lt;a&gt;<br/>b</p>'),
    ('is_html_empty', lambda: is_html_empty('<p><br></p>'), True),
    ('email_normalize', lambda: email_normalize('"Chen" <Chen@Example.com>'), 'chen@example.com'),
    ('image_process', picture_size, (20, 10)),
    ('a day in Chinese', day_in_chinese, '2026年3月2日'),
    ('an event of a calendar file', calendar_line, "SUMMARY:Oil change\\, 10 o'clock"),
]


def differences():
    for title, ask, expected in ANSWERS:
        answer = ask()
        if answer != expected:
            yield f'{title}: {answer!r}, expected {expected!r}'


if __name__ == '__main__':
    sys.exit('\n'.join(differences()) or None)
