"""Tables that others send, CSV, text or XLSX, as rows of text: plain functions, no database."""
import codecs
import csv
import io
import re
import unicodedata
import zipfile
from datetime import date, datetime

import openpyxl

LONGEST_FILE = 30_000_000
LONGEST_UNPACKED = 300_000_000
MOST_ROWS = 1_000_000
CHUNK = 1_000_000
# What text never holds: whoever sends it sent another kind of file.
BINARY = re.compile('[\0-\x08\x0e-\x1a\x1c-\x1f]')
SEPARATORS = ',;\t|'
DAYS = (
    re.compile(r'(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?:[ T].*)?'),
    re.compile(r'(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})'),
    re.compile(r'(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})'),
)


def read_table(data):
    """All rows of a file with headings; texts in quotes may go on over several lines.

    :param bytes data: CSV, text or XLSX
    :return: list of lists of text
    :raises ValueError: 'empty', 'large', 'old_excel', 'binary', 'broken' or 'rows'
    """
    check_data(data)
    if is_workbook(data):
        return read_workbook(data)
    text = decode(data)
    head = '\n'.join(text.splitlines()[:10])
    try:
        return list(csv.reader(io.StringIO(text, newline=''), delimiter=max(SEPARATORS, key=head.count)))
    except csv.Error:
        raise ValueError('broken')


def check_data(data):
    """:raises ValueError: 'empty', 'large' or 'old_excel'"""
    if not data.strip():
        raise ValueError('empty')
    if len(data) > LONGEST_FILE:
        raise ValueError('large')
    if data[:4] == b'\xd0\xcf\x11\xe0':
        raise ValueError('old_excel')


def is_workbook(data):
    return data[:4] == b'PK\x03\x04'


def read_workbook(data):
    """Rows of the first sheet.

    :raises ValueError: 'large', 'broken' or 'rows'
    """
    table = []
    for row in iterate_workbook(data):
        table.append(row)
        if len(table) > MOST_ROWS:
            raise ValueError('rows')
    while table and not any(table[-1]):
        table.pop()
    return table


def iterate_table(data):
    """All rows of a file with headings, one by one: what it takes of memory does not grow with the rows.

    :param bytes data: CSV, text or XLSX
    :return: iterator of lists of text
    :raises ValueError: 'empty', 'large', 'old_excel', 'binary' or 'broken'
    """
    check_data(data)
    if is_workbook(data):
        yield from iterate_workbook(data)
        return
    encoding = find_encoding(data)
    head = data[:20_000].decode(encoding, 'ignore')
    head = '\n'.join(head.splitlines()[:10])
    file = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline='')
    try:
        yield from csv.reader(file, delimiter=max(SEPARATORS, key=head.count))
    except csv.Error:
        raise ValueError('broken')


def iterate_workbook(data):
    """Rows of the first sheet, one by one.

    :raises ValueError: 'large' or 'broken'
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > LONGEST_UNPACKED:
                raise ValueError('large')
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except ValueError as error:
        raise ValueError('large' if str(error) == 'large' else 'broken')
    except Exception:  # the library raises whatever it stumbles over
        raise ValueError('broken')
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        while (row := _next_row(rows)) is not None:
            yield [_write_cell(value) for value in row]
    finally:
        book.close()


def _next_row(rows):
    try:
        return next(rows, None)
    except Exception:  # as above
        raise ValueError('broken')


def _write_cell(value):
    if value is None:
        return ''
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def decode(data):
    """:raises ValueError: 'binary', when it is no text"""
    return data.decode(find_encoding(data))


def find_encoding(data):
    """:return: how the text is written, of which no part is held in memory twice
    :raises ValueError: 'binary', when it is no text
    """
    if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
        encodings = ('utf-16',)
    else:
        encodings = ('utf-8-sig', 'gb18030')
    for encoding in encodings:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for start in range(0, len(data), CHUNK):
                part = decoder.decode(data[start:start + CHUNK], final=start + CHUNK >= len(data))
                if BINARY.search(part):
                    raise ValueError('binary')
        except UnicodeDecodeError:
            continue
        return encoding
    raise ValueError('binary')


def read_day(value):
    """:return: the day that a cell says, or None"""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = unicodedata.normalize('NFKC', str(value or '')).strip()
    match = next(filter(None, (pattern.fullmatch(text) for pattern in DAYS)), None)
    try:
        return date(*(int(match[part]) for part in 'ymd')) if match else None
    except ValueError:
        return None


def fold(text):
    """As it is compared: width of signs, capitals and spaces around say nothing."""
    return unicodedata.normalize('NFKC', str(text or '')).strip().casefold()


def describe(env, reason, name):
    """:return: why the file named ``name`` cannot be read, of ``reason`` as ``read_table`` raises it; else None"""
    reasons = {
        'large': env._("%(file)s is too large: at most 30 MB. Send it in parts.", file=name),
        'rows': env._("%(file)s has more than a million rows. Send it in parts.", file=name),
        'old_excel': env._("%(file)s is of an old Excel. Save it as XLSX or CSV.", file=name),
        'broken': env._("%(file)s cannot be read. Save it as XLSX or CSV anew.", file=name),
    }
    return reasons.get(reason)
