"""The words of a file, as far as it says them as text: PDF, office documents, plain text. Pictures and scans say none."""
import html
import io
import logging
import re
import time
import zipfile

from odoo.tools.pdf import PdfReader

_logger = logging.getLogger(__name__)
logging.getLogger('pypdf').setLevel(logging.ERROR)  # what people attach may be broken: nobody can do anything about it

# Beyond these a file is read in part: whoever puts it there waits for it.
MOST_BYTES = 20_000_000
MOST_PAGES = 40
MOST_CHARACTERS = 400_000
MOST_SECONDS = 5
# What a page of a PDF draws by: more is a drawing, not words.
MOST_PAGE_BYTES = 2_000_000
# How office files are packed. Others unpack all at once, however little is asked for.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Where an office file has its words: Word, Excel, PowerPoint, OpenDocument.
OFFICE_PARTS = re.compile(
    r'word/(document|header\d*|footer\d*)\.xml|xl/sharedStrings\.xml|xl/styles\.xml|xl/worksheets/sheet\d+\.xml'
    r'|ppt/slides/slide\d+\.xml|content\.xml')
TAGS = re.compile(r'<[^<>]*>')
# Files of old office programs and packed ones, by how they begin: they may say anything, and nobody looks into them here.
CLOSED = (b'\xd0\xcf\x11\xe0', b'Rar!', b'7z\xbc\xaf', b'\x1f\x8b', b'BZh', b'\xfd7zXZ')
PICTURES = ('.jpg', '.jpeg', '.png', '.gif', '.webp', '.heic', '.bmp', '.mp4', '.mov')


def read_file_text(data):
    """:return: the text of a file; empty where it says none; None where nobody knows, as it is broken, locked or packed"""
    try:
        if data[:1024].lstrip().startswith(b'%PDF'):
            return _read_pdf(data)
        if data.startswith(b'PK'):
            return _read_office(data)
    except Exception:
        _logger.info("A file's text cannot be read.", exc_info=True)
        return None
    return None if data.startswith(CLOSED) else _read_plain(data)


def _read_pdf(data):
    if len(data) > MOST_BYTES:
        return None
    texts, length, end = [], 0, time.monotonic() + MOST_SECONDS
    for number, page in enumerate(PdfReader(io.BytesIO(data), strict=False).pages):
        if number == MOST_PAGES or length > MOST_CHARACTERS or time.monotonic() > end:
            break
        contents = page.get_contents()
        if contents is None or len(contents.get_data()) > MOST_PAGE_BYTES:
            continue
        texts.append(page.extract_text() or '')
        length += len(texts[-1])
    return '\n'.join(texts)


def _read_office(data):
    texts, left = [], MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if all(part.is_dir() or part.filename.lower().endswith(PICTURES) for part in parts):
            return ''
        for part in parts:
            if not OFFICE_PARTS.fullmatch(part.filename) or part.compress_type not in PACKED or left <= 0:
                continue
            with archive.open(part) as file:
                content = file.read(left)
            left -= len(content)
            texts.append(_strip_tags(content.decode('utf-8', 'replace')))
    return '\n'.join(texts)[:MOST_CHARACTERS] if texts else None


def _read_plain(data):
    text = _decode(data[:MOST_CHARACTERS])
    return _strip_tags(text) if text[:200].lstrip().startswith('<') else text


def _decode(data):
    if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
        return data.decode('utf-16', 'ignore')
    if b'\0' in data:
        return ''
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode('gb18030', 'ignore')


def _strip_tags(text):
    return html.unescape(TAGS.sub(' ', text))
